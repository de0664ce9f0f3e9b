import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built package, for children: they run JavaScript. */
export const builtIndex = new URL('../../dist/index.js', import.meta.url).href;

/** Runs a script of this package's tests in a process of its own, as an ES module. */
export function startChild(script: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** The next line that the child says. */
export function nextLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end < 0) return;
      child.stdout?.off('data', onData);
      resolve(text.slice(0, end));
    };
    child.stdout?.on('data', onData);
    child.once('exit', (code, signal) => { reject(new Error(`the child ended (${signal ?? code}) and said only "${text}"`)); });
  });
}

/** Ends the child as a power cut of the process would, and waits until it is gone. */
export function kill(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) { resolve(); return; }
    child.once('exit', () => { resolve(); });
    child.kill('SIGKILL');
  });
}
