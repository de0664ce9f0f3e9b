import type { Clock } from './clock.js';
import { ProviderError, sentenceOf } from './errors.js';
import { STT_SPEC, type SttAbilities, type SttOpenRequest, type SttProvider } from './kinds/stt.js';
import { checkHearing } from './speech-audio.js';
import { StretchSession, type StretchSessionParts } from './stretch-session.js';

export interface StretchProviderParts {
  readonly abilities: SttAbilities;
  readonly clock: Clock;
  /** Longest wait for a transcript, in milliseconds. */
  readonly timeoutMs: number;
  /** How a call is heard: what makes its lines, one after another where they break. */
  readonly lineOf: (request: SttOpenRequest) => StretchSessionParts['connect'];
}

/** Speech to text at a vendor that is told where to settle: a session for each call, in one of the formats declared. */
export function createStretchProvider({ abilities, clock, timeoutMs, lineOf }: StretchProviderParts): SttProvider {
  const sessions = new Set<StretchSession>();
  return {
    spec: STT_SPEC,
    abilities,
    async open(request) {
      if (request.signal.aborted) throw new ProviderError('aborted', sentenceOf('aborted'));
      checkHearing(request, abilities.formats);
      const session = await StretchSession.open({ request, clock, timeoutMs, connect: lineOf(request), onEnd: (ended) => { sessions.delete(ended); } });
      sessions.add(session);
      return session;
    },
    close: async () => {
      for (const session of sessions) await session.close();
      sessions.clear();
    },
  };
}
