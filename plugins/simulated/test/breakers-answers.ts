import { ProviderError, type EmbeddingProvider, type TurnProvider, type TurnVerdict } from '@parley/plugin-sdk';
import { commonBreakers, neverAborted, type Breakers } from './breaker.js';
import type { Wrap } from './harness.js';

function embedAbilities(changes: Partial<EmbeddingProvider['abilities']>): Wrap<'embedding'> {
  return (provider) => ({ ...provider, abilities: { ...provider.abilities, ...changes } });
}

function withVectors(change: (vectors: readonly Float32Array[], texts: readonly string[]) => readonly Float32Array[]): Wrap<'embedding'> {
  return (provider) => ({
    ...provider,
    embed: async (request) => {
      const answer = await provider.embed(request);
      return { ...answer, vectors: change(answer.vectors, request.texts) };
    },
  });
}

/** A unit vector that has nothing to do with the text. */
function drifting(count: number, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  vector[count % dimensions] = 1;
  return vector;
}

export const embeddingBreakers: Breakers<'embedding'> = {
  'embedding/declares-itself': [
    { wrong: 'declares no dimensions', wrap: embedAbilities({ dimensions: 0 }) },
    { wrong: 'takes no texts', wrap: embedAbilities({ textsMax: 0 }) },
    { wrong: 'declares no language', wrap: embedAbilities({ languages: [] }) },
  ],
  'embedding/unit-length': [
    { wrong: 'does not normalise', wrap: withVectors((vectors) => vectors.map((vector) => vector.map((value) => value * 3))) },
    { wrong: 'gives an empty text no direction', wrap: withVectors((vectors, texts) => vectors.map((vector, index) => (texts[index] === '' ? vector.map(() => 0) : vector))) },
    { wrong: 'gives no numbers', settings: { faults: [{ kind: 'garbage' }] } },
  ],
  'embedding/dimensions-honest': [{ wrong: 'declares other dimensions', wrap: embedAbilities({ dimensions: 256 }) }],
  'embedding/in-order': [
    { wrong: 'turns the order round', wrap: withVectors((vectors) => vectors.toReversed()) },
    { wrong: 'leaves out repeats of nearness', wrap: withVectors((vectors) => vectors.slice(1)) },
    { wrong: 'embeds nothing for no text as something', wrap: withVectors((vectors) => (vectors.length === 0 ? [drifting(0, 128)] : vectors)) },
  ],
  'embedding/deterministic': [{
    wrong: 'drifts',
    wrap: (provider) => { let count = 0; return withVectors((vectors) => vectors.map((vector) => drifting(count++, vector.length)))(provider, undefined as never, undefined as never); },
  }],
  'embedding/near-is-near': [{ wrong: 'knows no meaning', wrap: withVectors((vectors) => vectors.map((vector, index) => drifting(index, vector.length))) }],
  'embedding/batch-limit': [
    { wrong: 'takes any number of texts', settings: { textsMax: 1000 }, wrap: embedAbilities({ textsMax: 64 }) },
    { wrong: 'declares more than it takes', wrap: embedAbilities({ textsMax: 65 }) },
  ],
  'embedding/abort-rejects': [
    {
      wrong: 'does not listen to the signal', settings: { delayMs: 500 },
      wrap: (provider) => ({ ...provider, embed: async (request) => await provider.embed({ ...request, signal: neverAborted() }) }),
    },
    {
      wrong: 'rejects with an error of its own',
      wrap: (provider) => ({ ...provider, embed: async (request) => { try { return await provider.embed(request); } catch { throw new Error('aborted'); } } }),
    },
  ],
  'embedding/requests-independent': [{
    wrong: 'answers with the texts that were asked for before',
    wrap: (provider) => {
      let open: readonly string[] | undefined;
      return {
        ...provider,
        embed: async (request) => {
          const texts = open ?? request.texts;
          open = request.texts;
          try { return await provider.embed({ ...request, texts }); } finally { open = undefined; }
        },
      };
    },
  }],
  ...commonBreakers<'embedding'>('embedding', (change) => (provider, watch) => ({
    ...provider, embed: async (request) => { try { return await provider.embed(request); } catch (error) { throw change(error, watch); } },
  })),
};

function turnAbilities(changes: Partial<TurnProvider['abilities']>): Wrap<'turn'> {
  return (provider) => ({ ...provider, abilities: { ...provider.abilities, ...changes } });
}

const withVerdict = (change: (verdict: TurnVerdict) => TurnVerdict): Wrap<'turn'> => (provider) => ({
  ...provider, predict: async (request) => change(await provider.predict(request)),
});

export const turnBreakers: Breakers<'turn'> = {
  'turn/declares-itself': [
    { wrong: 'leaves open whether it listens', wrap: turnAbilities({ needsAudio: undefined as never }) },
    { wrong: 'declares no language', wrap: turnAbilities({ languages: [] }) },
  ],
  'turn/within-0-and-1': [
    { wrong: 'tells per cent', wrap: withVerdict((verdict) => ({ ...verdict, completeProbability: verdict.completeProbability * 100 })) },
    { wrong: 'tells no number', settings: { faults: [{ kind: 'garbage' }] } },
    { wrong: 'has a threshold of 50', wrap: withVerdict((verdict) => ({ ...verdict, threshold: 50 })) },
    {
      wrong: 'fails on an empty transcript',
      wrap: (provider) => ({
        ...provider,
        predict: async (request) => {
          if (request.transcript === '') throw new ProviderError('bad-request', 'no transcript');
          return await provider.predict(request);
        },
      }),
    },
  ],
  'turn/complete-is-complete': [{ wrong: 'never finishes', settings: { completeProbability: 0.2 } }],
  'turn/incomplete-is-incomplete': [{ wrong: 'always interrupts', settings: { rules: [] } }],
  'turn/says-why': [{ wrong: 'gives no reason', wrap: withVerdict((verdict) => ({ ...verdict, reason: ' ' })) }],
  'turn/wait-bearable': [
    { wrong: 'waits a minute', wrap: withVerdict((verdict) => ({ ...verdict, waitMs: 60_000 })) },
    { wrong: 'waits backwards', wrap: withVerdict((verdict) => ({ ...verdict, waitMs: -1 })) },
  ],
  'turn/answers-in-time': [
    { wrong: 'thinks for a second', settings: { delayMs: 1000 } },
    { wrong: 'stalls', settings: { faults: [{ kind: 'stall' }] } },
  ],
  'turn/abort-rejects': [
    {
      wrong: 'does not listen to the signal', settings: { delayMs: 200 },
      wrap: (provider) => ({ ...provider, predict: async (request) => await provider.predict({ ...request, signal: neverAborted() }) }),
    },
    {
      wrong: 'rejects with an error of its own',
      wrap: (provider) => ({ ...provider, predict: async (request) => { try { return await provider.predict(request); } catch { throw new Error('aborted'); } } }),
    },
  ],
  'turn/requests-independent': [{
    wrong: 'gives the verdict on what was asked before',
    wrap: (provider) => {
      let open: string | undefined;
      return {
        ...provider,
        predict: async (request) => {
          const transcript = open ?? request.transcript;
          open = request.transcript;
          try { return await provider.predict({ ...request, transcript }); } finally { open = undefined; }
        },
      };
    },
  }],
  ...commonBreakers<'turn'>('turn', (change) => (provider, watch) => ({
    ...provider, predict: async (request) => { try { return await provider.predict(request); } catch (error) { throw change(error, watch); } },
  })),
};
