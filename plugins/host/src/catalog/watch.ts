import { basename, dirname, relative, sep } from 'node:path';
import type { PluginLogger } from '@parley/plugin-sdk';
import type { FSWatcher } from 'chokidar';

/** Files that never stop changing (a log beside the code) delay a scan by this much at most. */
const WAIT_MS_MAX = 5_000;

export interface FolderWatch { close(): Promise<void> }

/** What lies deep inside an installed dependency tree is not watched: the arrival of the package itself is. */
function isTooDeep(pluginsDir: string, path: string): boolean {
  const parts = relative(pluginsDir, path).split(sep);
  const modules = parts.indexOf('node_modules');
  return parts.includes('.git') || (modules >= 0 && parts.length > modules + 3);
}

/**
 * Calls `onSettled` after the plugins folder or the lock file changed and then stayed quiet for `settleMs`.
 * Uses the timers of the process: it runs beside calls, never on their path.
 */
export async function watchFolder(options: {
  readonly pluginsDir: string | undefined; readonly lockFile: string | undefined; readonly settleMs: number;
  readonly logger: PluginLogger; readonly onSettled: () => void;
}): Promise<FolderWatch> {
  const { pluginsDir, lockFile, settleMs, logger, onSettled } = options;
  const { watch } = await import('chokidar');
  let timer: NodeJS.Timeout | undefined;
  let firstAtMs: number | undefined;
  const touched = () => {
    firstAtMs ??= performance.now();
    clearTimeout(timer);
    const delayMs = Math.max(0, Math.min(settleMs, firstAtMs + WAIT_MS_MAX - performance.now()));
    timer = setTimeout(() => { firstAtMs = undefined; onSettled(); }, delayMs);
    timer.unref();
  };
  const watchers: FSWatcher[] = [];
  if (pluginsDir !== undefined) {
    watchers.push(watch(pluginsDir, { ignoreInitial: true, followSymlinks: false, ignored: (path) => isTooDeep(pluginsDir, path) }));
  }
  if (lockFile !== undefined) {
    // The folder is watched, since the file is replaced as a whole; its neighbours are not.
    const folder = dirname(lockFile);
    watchers.push(watch(folder, { ignoreInitial: true, depth: 0, ignored: (path) => path !== folder && basename(path) !== basename(lockFile) }));
  }
  await Promise.all(watchers.map((watcher) => new Promise<void>((resolve) => {
    watcher.on('all', touched);
    watcher.on('error', (error) => logger.warn('The plugins folder cannot be watched; changes show after the next refresh.', { error: String(error) }));
    watcher.once('ready', () => resolve());
    watcher.once('error', () => resolve());
  })));
  return { close: async () => { clearTimeout(timer); await Promise.all(watchers.map((watcher) => watcher.close())); } };
}
