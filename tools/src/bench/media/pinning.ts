import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/**
 * Whether processes can be pinned to cores here: two cores and `taskset`. A process that is
 * pinned itself sees one core as available, so the machine's cores are counted.
 */
export const canPin = cpus().length >= 2 && spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;

/** The command line that runs `command` on one core, where that is possible. */
export function pinned(core: number, command: string, args: readonly string[]): [string, string[]] {
  return canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, [...args]];
}
