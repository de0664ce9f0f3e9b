import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';

const CLOCK_TICKS_PER_SECOND = 100;

/** Processor time of one core since the machine started, in seconds: what processes used, what interrupts and the host took. */
interface CoreTimes { readonly processes: number; readonly interrupts: number; readonly stolen: number }

export interface ThreadTime { readonly name: string; readonly cpuSeconds: number }

/** A moment's processor times, to be taken away from a later one's. */
export interface LoadMoment {
  readonly atMs: number;
  readonly cores: readonly CoreTimes[];
  readonly serverSeconds: number;
  readonly generatorSeconds: number;
  readonly threads: ReadonlyMap<string, ThreadTime>;
}

/** Reads a process' user and system time in seconds, all threads. Linux only, as pinning is. */
export function cpuSecondsOf(statPath: string): number {
  const fields = readFileSync(statPath, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
}

export function takeLoad(serverPid: number): LoadMoment {
  const cores = readFileSync('/proc/stat', 'utf8').split('\n').filter((line) => /^cpu\d/.test(line)).map((line) => {
    const [user, nice, system, , , irq, softirq, steal] = line.split(/\s+/).slice(1).map((text) => Number(text) / CLOCK_TICKS_PER_SECOND);
    return { processes: user! + nice! + system!, interrupts: irq! + softirq!, stolen: steal! };
  });
  const { user, system } = process.cpuUsage();
  const threads = new Map<string, ThreadTime>();
  for (const id of readdirSync(`/proc/${serverPid}/task`)) {
    const text = readFileSync(`/proc/${serverPid}/task/${id}/stat`, 'utf8');
    threads.set(id, { name: Number(id) === serverPid ? 'main' : text.slice(text.indexOf('(') + 1, text.indexOf(')')), cpuSeconds: cpuSecondsOf(`/proc/${serverPid}/task/${id}/stat`) });
  }
  return { atMs: performance.now(), cores, serverSeconds: cpuSecondsOf(`/proc/${serverPid}/stat`), generatorSeconds: (user + system) / 1e6, threads };
}

export interface LoadFigures {
  /** Cores' worth of processor time. */
  readonly serverCores: number;
  readonly generatorCores: number;
  /** By thread, in cores' worth; those below 1 % are left out. */
  readonly threads: readonly string[];
  /** What processes beside server and generator used of each core, 0 to 1. Only meaningful where both are pinned. */
  readonly othersShare: readonly number[];
  readonly stolenShare: readonly number[];
  readonly loadAverage: number;
}

export function loadBetween(from: LoadMoment, to: LoadMoment, isPinned: boolean): LoadFigures {
  const seconds = (to.atMs - from.atMs) / 1000;
  const share = (value: number): number => Math.round((value / seconds) * 1000) / 1000;
  const serverSeconds = to.serverSeconds - from.serverSeconds;
  const generatorSeconds = to.generatorSeconds - from.generatorSeconds;
  const own = isPinned ? [serverSeconds, generatorSeconds] : [];
  const threads = [...to.threads].map(([id, { name, cpuSeconds }]) => ({ name, cores: share(cpuSeconds - (from.threads.get(id)?.cpuSeconds ?? 0)) }));
  return {
    serverCores: share(serverSeconds), generatorCores: share(generatorSeconds),
    threads: threads.filter(({ cores }) => cores >= 0.01).sort((left, right) => right.cores - left.cores).map(({ name, cores }) => `${name} ${cores}`),
    othersShare: to.cores.map((core, index) => Math.max(0, share(core.processes - from.cores[index]!.processes - (own[index] ?? 0)))),
    stolenShare: to.cores.map((core, index) => share(core.stolen - from.cores[index]!.stolen)),
    loadAverage: Math.round(loadavg()[0]! * 100) / 100,
  };
}

/** Share of a core that others may use before a run's times are not to be trusted. */
const OTHERS_SHARE_MAX = 0.1;

/** Why a run's figures should not be recorded; empty for a clean run. */
export function disturbances(load: LoadFigures, generatorLateP99Ms: number): string[] {
  const busy = load.othersShare.flatMap((share, core) => (share > OTHERS_SHARE_MAX ? [`other processes used ${Math.round(share * 100)} % of core ${core}`] : []));
  const stolen = load.stolenShare.flatMap((share, core) => (share > OTHERS_SHARE_MAX / 2 ? [`the host took ${Math.round(share * 100)} % of core ${core}`] : []));
  const late = generatorLateP99Ms > 10 ? [`the generator itself was ${Math.round(generatorLateP99Ms)} ms late (p99)`] : [];
  const full = load.generatorCores > 0.85 ? [`the generator used ${Math.round(load.generatorCores * 100)} % of its core`] : [];
  return [...busy, ...stolen, ...late, ...full];
}
