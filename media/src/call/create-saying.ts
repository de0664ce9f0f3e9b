import { Saying } from '../stages/saying.js';
import type { Voice } from '../stages/voice.js';
import type { CallCore } from './core.js';

/** The fixed phrases of a call; without a voice, only tones. */
export function createSaying(core: CallCore, voice: Voice | undefined): Saying {
  const { plan, line, phrases, clock } = core.options;
  return new Saying({
    plan, voice, sampleRateHz: line.sampleRateHz, phrases, playout: core.playout, clock, locale: core.locale,
    after: (delayMs, callback) => core.after(delayMs, callback), openUtterance: (purpose, isProtected) => core.openUtterance(purpose, isProtected), onError: core.fail,
  });
}
