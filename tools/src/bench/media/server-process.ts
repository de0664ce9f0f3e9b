import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pinned } from './pinning.js';
import type { MediaBenchOptions } from './options.js';

/** Lets the bench ask for a full collection: what is left afterwards is what the server holds. */
const GC_ON_SIGNAL = ['--expose-gc', '--import', 'data:text/javascript,process.on("SIGUSR2",()=>{globalThis.gc()})'];

/** The media server under test, in a process of its own. */
export class ServerProcess {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  #child!: ChildProcess;
  port = 0;

  static async start(root: string, apiUrl: string, options: MediaBenchOptions): Promise<ServerProcess> {
    const server = new ServerProcess();
    const [command, args] = pinned(0, process.execPath, [...GC_ON_SIGNAL, ...options.serverFlags, join(root, 'media/dist/main.js')]);
    server.#child = spawn(command, args, {
      cwd: root, stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'info', MEDIA_PORT: '0', PARLEY_DATA_DIR: server.dataDir, PARLEY_API_URL: apiUrl,
        PARLEY_SERVICE_TOKEN: 'bench-service-token-bench-service-token', PARLEY_PLUGIN_ROOTS: root, PARLEY_PLUGINS_MODE: 'development', MEDIA_SERVER: options.server, MEDIA_CALLS_MAX: String(options.calls * 2 + 50), MEDIA_WARM_PLUGINS: 'none',
      },
    });
    await new Promise<void>((resolve, reject) => {
      server.#child.once('exit', (code) => reject(new Error(`the media server ended with code ${code}`)));
      createInterface({ input: server.#child.stdout! }).on('line', (line) => {
        const entry = parse(line);
        if (entry?.['msg'] === 'ready') { server.port = Number(entry['port']); resolve(); } else if (entry === undefined || Number(entry['level'] ?? 0) >= 40) process.stderr.write(`[media] ${line}\n`);
      });
    });
    return server;
  }

  get pid(): number { return this.#child.pid!; }

  residentBytes(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#child.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  }

  /** Memory after a full collection, in bytes: resident, and the JavaScript heap alone. */
  async collectedBytes(): Promise<{ readonly resident: number; readonly heap: number }> {
    this.#child.kill('SIGUSR2');
    await new Promise((resolve) => { setTimeout(resolve, 1_000); });
    return { resident: this.residentBytes(), heap: await this.metric('parley_media_heap_used_bytes') };
  }

  /** One figure of the server's own metrics; NaN where it has none of that name. */
  async metric(name: string): Promise<number> {
    return (await this.metrics()).get(name) ?? Number.NaN;
  }

  /** All figures by name, labels included as written: `name{label="value"}`. */
  async metrics(): Promise<Map<string, number>> {
    const response = await fetch(`http://127.0.0.1:${this.port}/metrics`, { signal: AbortSignal.timeout(10_000) });
    const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
  }

  async stop(): Promise<void> {
    const exited = new Promise<void>((resolve) => { this.#child.once('exit', () => resolve()); });
    this.#child.kill('SIGTERM');
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 15_000);
    await exited;
    clearTimeout(killer);
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

function parse(line: string): Record<string, unknown> | undefined {
  try { return JSON.parse(line) as Record<string, unknown>; } catch { return undefined; }
}
