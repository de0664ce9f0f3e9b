import { definePlugin, ProviderError, TURN_SPEC } from '@parley/plugin-sdk';

export default definePlugin({
  turn: async ({ settings: { threshold = 0.5 } }) => ({
    spec: TURN_SPEC,
    abilities: { needsAudio: false, languages: ['en'] },
    predict: async ({ transcript, signal }) => {
      if (signal.aborted) throw new ProviderError('aborted', 'Nobody waits for the verdict any more.');
      const isFinished = /[.?!]["')]*$/.test(transcript.trim());
      return { completeProbability: isFinished ? 0.9 : 0.2, threshold, reason: isFinished ? 'the sentence is finished' : 'the sentence goes on' };
    },
    close: async () => {},
  }),
});
