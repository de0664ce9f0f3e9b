import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { cpus } from 'node:os';
import { canPin, pinned } from '../media/pinning.js';

const CLOCK_TICKS_PER_SECOND = 100;
const READY_TIMEOUT_MS = 120_000;

/** A server on core 0, or on all of them, that says `ready` with its port. */
export class PinnedServer {
  private constructor(readonly port: number, readonly child: ChildProcess) {}

  static async start(name: string, args: readonly string[], env: NodeJS.ProcessEnv, where: 'core 0' | 'all cores' = 'core 0'): Promise<PinnedServer> {
    const all = canPin ? ['taskset', '-c', `0-${cpus().length - 1}`] : [];
    const [command = '', ...commandArgs] = where === 'core 0' ? pinned(0, process.execPath, args).flat() : [...all, process.execPath, ...args];
    const child = spawn(command, commandArgs, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => { reject(new Error(`${name} was not ready in time`)); }, READY_TIMEOUT_MS);
      child.once('exit', (code) => { reject(new Error(`${name} ended with code ${code}`)); });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const entry = JSON.parse(line) as { msg?: string; port?: number };
        if (entry.msg === 'ready') { clearTimeout(timer); resolve(entry.port!); }
      });
    });
    return new PinnedServer(port, child);
  }

  /** CPU seconds used so far, user and system, all threads. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
  }

  residentMib(): number {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exited = new Promise<void>((resolve) => { this.child.once('exit', () => { resolve(); }); });
    this.child.kill('SIGTERM');
    const killer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(killer);
  }
}
