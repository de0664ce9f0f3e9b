import { availableParallelism } from 'node:os';

export type Settings = Readonly<Record<string, unknown>>;

/** The host has checked the types; an adapter opened without the host gets the defaults for whatever is missing. */
function numberOf(settings: Settings, name: string, fallback: number, min: number, max: number): number {
  const value = settings[name];
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
}

function booleanOf(settings: Settings, name: string, fallback: boolean): boolean {
  const value = settings[name];
  return typeof value === 'boolean' ? value : fallback;
}

export interface VadSettings {
  readonly batching: 'batched' | 'single';
  readonly tickMs: number;
  readonly callsMax: number;
  readonly behindMsMax: number;
}

/** Defaults here and in the manifest are the same; a test holds them together. */
export function vadSettings(settings: Settings): VadSettings {
  return {
    batching: settings['batching'] === 'single' ? 'single' : 'batched',
    tickMs: numberOf(settings, 'tickMs', 16, 0, 32),
    callsMax: numberOf(settings, 'callsMax', 1024, 1, 8192),
    behindMsMax: numberOf(settings, 'behindMsMax', 1000, 100, 10_000),
  };
}

export interface SttSettings {
  readonly workersMax: number;
  readonly partials: boolean;
  readonly partialEveryMs: number;
  readonly speechMsMin: number;
  readonly meanLogprobMin: number;
}

export function sttSettings(settings: Settings): SttSettings {
  return {
    workersMax: numberOf(settings, 'workersMax', 0, 0, 16) || Math.max(1, Math.min(2, availableParallelism() - 1)),
    partials: booleanOf(settings, 'partials', true),
    partialEveryMs: numberOf(settings, 'partialEveryMs', 600, 200, 5000),
    speechMsMin: numberOf(settings, 'speechMsMin', 250, 0, 2000),
    meanLogprobMin: numberOf(settings, 'meanLogprobMin', -1.1, -10, 0),
  };
}

export interface TtsSettings {
  readonly workersMax: number;
}

export function ttsSettings(settings: Settings): TtsSettings {
  return { workersMax: numberOf(settings, 'workersMax', 0, 0, 8) || Math.max(1, Math.min(2, availableParallelism() - 1)) };
}
