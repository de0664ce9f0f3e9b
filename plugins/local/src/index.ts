import { definePlugin } from '@parley/plugin-sdk';

// Each kind is loaded when it is first opened: a call that brings its own speech provider never touches the local one.
export default definePlugin({
  vad: async (context) => await (await import('./vad/vad.js')).openVad(context),
  stt: async (context) => await (await import('./stt/stt.js')).openStt(context),
  tts: async (context) => await (await import('./tts/tts.js')).openTts(context),
  llm: async (context) => await (await import('./llm/llm.js')).openLlm(context),
  embedding: async (context) => await (await import('./embedding/embedding.js')).openEmbedding(context),
  turn: async (context) => await (await import('./turn/turn.js')).openTurn(context),
});
