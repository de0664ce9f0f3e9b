import type { VadOpenRequest, VadProvider, VadSession } from '@parley/plugin-sdk';
import { commonBreakers, type Breakers } from './breaker.js';
import type { Wrap } from './harness.js';

type OnWindow = VadOpenRequest['onWindow'];

function withAbilities(changes: Partial<VadProvider['abilities']>): Wrap<'vad'> {
  return (provider) => ({ ...provider, abilities: { ...provider.abilities, ...changes } });
}

function withWindows(change: (onWindow: OnWindow) => OnWindow): Wrap<'vad'> {
  return (provider) => ({
    ...provider, open: async (request) => await provider.open({ ...request, onWindow: change(request.onWindow) }),
  });
}

function withSession(change: (session: VadSession, request: VadOpenRequest) => Partial<VadSession>): Wrap<'vad'> {
  return (provider) => ({
    ...provider,
    open: async (request) => {
      const session = await provider.open(request);
      return { push: (samples) => session.push(samples), close: () => session.close(), ...change(session, request) };
    },
  });
}

/** Swaps each pair of windows. */
function swapping(onWindow: OnWindow): OnWindow {
  let held: [number, number] | undefined;
  return (probability, windowIndex) => {
    if (!held) { held = [probability, windowIndex]; return; }
    onWindow(probability, windowIndex);
    onWindow(...held);
    held = undefined;
  };
}

/** Joins the arrays it was given only a turn of the loop later. */
function keepingArrays(session: VadSession): Partial<VadSession> {
  return { push: (samples) => queueMicrotask(() => session.push(samples)) };
}

const oneStateForAll: Wrap<'vad'> = (provider) => {
  let isSpeech = false;
  return withWindows((onWindow) => (probability, windowIndex) => {
    isSpeech ||= probability >= 0.5;
    onWindow(isSpeech ? 0.9 : probability, windowIndex);
  })(provider, undefined as never, undefined as never);
};

export const vadBreakers: Breakers<'vad'> = {
  'vad/declares-itself': [
    { wrong: 'declares no window', wrap: withAbilities({ windowSamples: { 8000: 256, 16_000: 0 } }) },
    { wrong: 'names another spec', wrap: (provider) => ({ ...provider, spec: 'vad/v9' as 'vad/v1' }) },
  ],
  'vad/one-probability-per-window': [
    { wrong: 'declares a longer window', wrap: withAbilities({ windowSamples: { 8000: 512, 16_000: 1024 } }) },
    { wrong: 'declares a shorter window', wrap: withAbilities({ windowSamples: { 8000: 128, 16_000: 256 } }) },
    { wrong: 'counts from 1', wrap: withWindows((onWindow) => (probability, index) => onWindow(probability, index + 1)) },
    { wrong: 'swaps windows', wrap: withWindows(swapping) },
    { wrong: 'leaves out windows', wrap: withWindows((onWindow) => (probability, index) => { if (index !== 3) onWindow(probability, index); }) },
    { wrong: 'drops what does not fill a window', wrap: withSession((session) => ({ push: (samples) => session.push(samples.subarray(0, 256)) })) },
    { wrong: 'stalls', settings: { faults: [{ kind: 'stall' }] } },
    { wrong: 'breaks midway', settings: { delayMs: 10, faults: [{ kind: 'break-midway', afterMs: 5 }] } },
  ],
  'vad/within-0-and-1': [
    { wrong: 'tells per cent', settings: { speechProbability: 1 }, wrap: withWindows((onWindow) => (probability, index) => onWindow(probability * 100, index)) },
    { wrong: 'tells no number', settings: { faults: [{ kind: 'garbage' }] } },
  ],
  'vad/speech-from-silence': [
    { wrong: 'hears speech in silence', settings: { thresholdRms: 0 } },
    { wrong: 'is deaf', settings: { faults: [{ kind: 'silence', always: true }] } },
    { wrong: 'takes silence for speech and speech for silence', settings: { speechProbability: 0.02, silenceProbability: 0.95 } },
  ],
  'vad/audio-not-kept': [{ wrong: 'keeps the arrays', wrap: withSession(keepingArrays) }],
  'vad/never-reentrant': [{
    wrong: 'answers from within push', wrap: withSession((_session, request) => ({ push: () => request.onWindow(0.5, 0) })),
  }],
  'vad/close-ends-windows': [
    { wrong: 'goes on after close', wrap: withSession(() => ({ close: () => {} })) },
    {
      wrong: 'takes audio after close',
      wrap: withSession((session, request) => {
        let isClosed = false;
        return {
          push: (samples) => { if (isClosed) request.onWindow(0, 0); else session.push(samples); },
          close: () => { isClosed = true; session.close(); },
        };
      }),
    },
  ],
  'vad/sessions-independent': [{ wrong: 'has one state for all calls', wrap: oneStateForAll }],
  ...commonBreakers<'vad'>('vad', (change) => (provider, watch) => ({
    ...provider, open: async (request) => { try { return await provider.open(request); } catch (error) { throw change(error, watch); } },
  })),
};
