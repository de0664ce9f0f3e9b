import type { AudioSamples, SttEvent, SttOpenRequest, SttProvider, SttSession } from '@parley/plugin-sdk';
import { commonBreakers, neverAborted, type Breakers } from './breaker.js';
import type { Wrap } from './harness.js';

function withAbilities(changes: Partial<SttProvider['abilities']>): Wrap<'stt'> {
  return (provider) => ({ ...provider, abilities: { ...provider.abilities, ...changes } });
}

/** Changes the events of every session; an event may become none or many. */
function withEvents(makeChange: () => (event: SttEvent) => readonly SttEvent[]): Wrap<'stt'> {
  return (provider) => ({
    ...provider,
    open: async (request) => {
      const change = makeChange();
      return await provider.open({ ...request, onEvent: (event) => { for (const one of change(event)) request.onEvent(one); } });
    },
  });
}

const withText = (change: (text: string) => string): Wrap<'stt'> => withEvents(() => (event) => (
  [event.type === 'transcript-final' ? { ...event, text: change(event.text) } : event]));

function withSession(change: (session: SttSession, request: SttOpenRequest) => Partial<SttSession>): Wrap<'stt'> {
  return (provider) => ({
    ...provider,
    open: async (request) => {
      const session = await provider.open(request);
      const plain: SttSession = {
        push: (segmentId, audio) => session.push(segmentId, audio), speculate: (segmentId) => session.speculate(segmentId),
        commit: (segmentId) => session.commit(segmentId), discard: (segmentId) => session.discard(segmentId),
        close: async () => await session.close(),
      };
      return { ...plain, ...change(session, request) };
    },
  });
}

/** Keeps the pushed arrays and reads them only at the commit. */
function keepingArrays(session: SttSession): Partial<SttSession> {
  const kept: [number, AudioSamples][] = [];
  return {
    push: (segmentId, audio) => { kept.push([segmentId, audio]); },
    commit: (segmentId) => {
      for (const [id, audio] of kept.splice(0)) session.push(id, audio);
      session.commit(segmentId);
    },
  };
}

function holdingFirstFinal(): (event: SttEvent) => readonly SttEvent[] {
  let held: SttEvent | undefined;
  let isReleased = false;
  return (event) => {
    if (event.type !== 'transcript-final' || isReleased) return [event];
    if (!held) { held = event; return []; }
    isReleased = true;
    return [event, held];
  };
}

const closeAll: Wrap<'stt'> = (provider) => {
  const sessions: SttSession[] = [];
  return {
    ...provider,
    open: async (request) => {
      const session = await provider.open(request);
      sessions.push(session);
      return {
        push: (segmentId, audio) => session.push(segmentId, audio), speculate: (segmentId) => session.speculate(segmentId),
        commit: (segmentId) => session.commit(segmentId), discard: (segmentId) => session.discard(segmentId),
        close: async () => { await Promise.all(sessions.map(async (one) => await one.close())); },
      };
    },
  };
};

const final = (segmentId: number): SttEvent => ({ type: 'transcript-final', segmentId, text: 'hello' });

export const sttBreakers: Breakers<'stt'> = {
  'stt/declares-itself': [
    { wrong: 'declares no format', wrap: withAbilities({ formats: [] }) },
    { wrong: 'declares no language', wrap: withAbilities({ languages: [] }) },
    { wrong: 'names another spec', wrap: (provider) => ({ ...provider, spec: 'stt/v0' as 'stt/v1' }) },
  ],
  'stt/one-final-per-commit': [
    { wrong: 'answers twice', wrap: withEvents(() => (event) => (event.type === 'transcript-final' ? [event, event] : [event])) },
    { wrong: 'answers the second commit first', wrap: withEvents(holdingFirstFinal) },
    { wrong: 'never answers segment 2', wrap: withEvents(() => (event) => (event.type === 'transcript-final' && event.segmentId === 2 ? [] : [event])) },
    { wrong: 'stalls', settings: { faults: [{ kind: 'stall', atRequest: 3 }] } },
    { wrong: 'fails in the middle', settings: { faults: [{ kind: 'break-midway', atRequest: 2 }] } },
  ],
  'stt/speech-has-words': [
    { wrong: 'hears nothing', settings: { transcripts: [] } },
    { wrong: 'hears punctuation', wrap: withText(() => '...') },
    { wrong: 'answers garbage', settings: { faults: [{ kind: 'garbage' }] } },
  ],
  'stt/never-reentrant': [
    {
      wrong: 'answers from within commit',
      wrap: withSession((session, request) => ({ commit: (segmentId) => { request.onEvent(final(segmentId)); session.discard(segmentId); } })),
    },
    {
      wrong: 'answers from within speculate',
      wrap: withSession((_session, request) => ({
        speculate: (segmentId) => request.onEvent({ type: 'transcript-speculative', segmentId, text: 'hello' }),
      })),
    },
  ],
  'stt/discard-is-silent': [
    { wrong: 'ignores discard', wrap: withSession(() => ({ discard: () => {} })) },
    { wrong: 'answers discard as a commit', wrap: withSession((session) => ({ discard: (segmentId) => session.commit(segmentId) })) },
    { wrong: 'joins the discarded words to the next segment', wrap: withText((text) => `${text} ${text}`) },
  ],
  'stt/nothing-is-empty': [
    { wrong: 'imagines words', wrap: withText((text) => (text === '' ? 'Thank you.' : text)) },
    { wrong: 'does not answer an empty commit', wrap: withEvents(() => (event) => (event.type === 'transcript-final' && event.text === '' ? [] : [event])) },
  ],
  'stt/silence-is-empty': [{ wrong: 'hears words in silence', settings: { peakMin: 0 } }],
  'stt/audio-not-kept': [{ wrong: 'keeps the arrays', wrap: withSession(keepingArrays) }],
  'stt/close-ends-events': [{ wrong: 'goes on after close', wrap: withSession(() => ({ close: async () => {} })) }],
  'stt/abort-ends-events': [{
    wrong: 'does not listen to the signal',
    wrap: (provider) => ({ ...provider, open: async (request) => await provider.open({ ...request, signal: neverAborted() }) }),
  }],
  'stt/sessions-independent': [
    { wrong: 'closes all sessions with one', wrap: closeAll },
    {
      wrong: 'sends events to the session opened last',
      wrap: (provider) => {
        let latest: SttOpenRequest | undefined;
        return {
          ...provider,
          open: async (request) => { latest = request; return await provider.open({ ...request, onEvent: (event) => latest?.onEvent(event), signal: request.signal }); },
        };
      },
    },
  ],
  'stt/speculation-honest': [
    { wrong: 'declares speculation it has not', settings: { hasSpeculation: false }, wrap: withAbilities({ hasSpeculation: true }) },
    { wrong: 'speculates without declaring it', wrap: withAbilities({ hasSpeculation: false }) },
    { wrong: 'prepares one thing and says another', wrap: withText((text) => `${text} indeed`) },
  ],
  'stt/speculation-void-after-audio': [{
    wrong: 'calls every final a hit',
    wrap: withEvents(() => (event) => [event.type === 'transcript-final' ? { ...event, isSpeculationHit: true } : event]),
  }],
  'stt/partials-honest': [
    { wrong: 'declares partials it has not', wrap: withAbilities({ hasPartials: true }) },
    { wrong: 'sends partials without declaring them', settings: { partialEveryMs: 100 }, wrap: withAbilities({ hasPartials: false }) },
    {
      wrong: 'sends a partial after the final', settings: { partialEveryMs: 100 },
      wrap: withEvents(() => (event) => (event.type === 'transcript-final'
        ? [event, { type: 'transcript-partial', segmentId: event.segmentId, text: event.text }] : [event])),
    },
  ],
  'stt/formats-accepted': [
    { wrong: 'declares a format it refuses', wrap: withAbilities({ formats: [{ encoding: 'pcm16', sampleRateHz: 24_000 }] }) },
    {
      wrong: 'is deaf to mu-law',
      wrap: (provider) => ({
        ...provider,
        open: async (request) => {
          const session = await provider.open(request);
          if (request.format.encoding === 'mulaw') session.push = () => {};
          return session;
        },
      }),
    },
  ],
  'stt/word-error-rate': [
    { wrong: 'mishears', settings: { transcripts: ['Water you open in flowers?', 'I could like to look a cable for you.'] } },
    { wrong: 'hears the utterances in another order', settings: { transcripts: ['I would like to book a table for two.', 'What are your opening hours?'] } },
  ],
  ...commonBreakers<'stt'>('stt', (change) => (provider, watch) => ({
    ...provider,
    open: async (request) => await provider.open({
      ...request,
      onEvent: (event) => request.onEvent(event.type === 'error' ? { ...event, error: change(event.error, watch) as never } : event),
    }),
  })),
};
