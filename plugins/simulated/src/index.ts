import { definePlugin } from '@parley/plugin-sdk';
import { openDataSource } from './data-source.js';
import { openEmbedding } from './embedding.js';
import { openLlm } from './llm.js';
import { openMail } from './mail.js';
import { openStorage } from './storage.js';
import { openStt } from './stt.js';
import { openTts } from './tts.js';
import { openTurn } from './turn.js';
import { openVad } from './vad.js';

export { heardWords, spokenDurationMs, spokenWords, type SpeechTiming, type SpokenWord } from './speech.js';
export { settingsByKind } from './settings.js';

export default definePlugin({ stt: openStt, tts: openTts, llm: openLlm, embedding: openEmbedding, vad: openVad, turn: openTurn, mail: openMail, 'data-source': openDataSource, storage: openStorage });
