import { z } from 'zod';
import { faultSchema, sttFaultSchema } from './faults.js';

const milliseconds = z.number().min(0).max(3_600_000);
const probability = z.number().min(0).max(1);
const languages = z.array(z.string()).min(1);
const regularExpression = z.string().refine((source) => {
  try { return new RegExp(source, 'iu') instanceof RegExp; } catch { return false; }
}, 'is not a regular expression');
const faults = z.array(faultSchema).max(100).default([]).describe('Planned failures.');

export const sttSettings = z.strictObject({
  transcripts: z.array(z.string()).default(['What are your opening hours?']).describe(
    'What is heard: the first for the first committed segment with sound in it, and so on. Each session starts at the first.'),
  isCycling: z.boolean().default(true).describe('Start again after the last transcript; otherwise nothing more is heard.'),
  finalDelayMs: milliseconds.default(120).describe('From commit to the final transcript, without a prepared one.'),
  speculationDelayMs: milliseconds.default(80).describe('From speculate to the prepared transcript.'),
  hasSpeculation: z.boolean().default(true).describe('Whether speculate is answered at all.'),
  partialEveryMs: milliseconds.default(0).describe('One more word of the transcript for each so much audio; 0 for no partials.'),
  confidence: probability.default(0.95),
  peakMin: z.int().min(0).max(32_767).default(100).describe(
    'A segment whose loudest sample is below this holds nothing: its transcript is empty and none is used up. 0 takes anything.'),
  languages: languages.default(['*']),
  faults: z.array(sttFaultSchema).max(100).default([]).describe('Planned failures.'),
});

export const ttsSettings = z.strictObject({
  msPerCharacter: z.number().min(1).max(1000).default(60).describe('Audio for each UTF-16 unit of text at speed 1, spaces included.'),
  firstAudioMs: milliseconds.default(100).describe('From the request to the first chunk.'),
  realTimeFactor: z.number().min(0).max(10).default(0.1).describe('Time to make audio, as a share of its length; 0 makes all at once.'),
  chunkMs: z.number().min(5).max(5000).default(100).describe('Audio in each chunk, the last one excepted.'),
  hasTimestamps: z.boolean().default(false).describe('Tell where the words lie, with the first chunk.'),
  textCharactersMax: z.int().min(1).max(100_000).default(5000),
  languages: languages.default(['en']),
  faults,
});

const toolCall = z.strictObject({
  name: z.string().min(1),
  arguments: z.record(z.string(), z.unknown()).default({}),
});

export const llmSettings = z.strictObject({
  replies: z.array(z.string()).default([]).describe(
    'Answers by position: the first to the first message of the user, and so on, starting again after the last. Used where no rule matches.'),
  rules: z.array(z.strictObject({
    on: z.enum(['user', 'tool']).default('user').describe(
      'Whether the rule answers the words of the user or the result of a tool.'),
    match: regularExpression.describe('Regular expression, case ignored, for the last user text or tool result.'),
    reply: z.string().default('').describe('What is said; {user} and {result} stand for the last user text and tool result.'),
    toolCalls: z.array(toolCall).default([]).describe('Tools called after the words, where the request offers them.'),
    end: z.enum(['stop', 'length', 'content-filter', 'goodbye']).default('stop').describe('End reason where no tool is called.'),
  })).default([]).describe('The first rule that matches answers.'),
  fallbackReply: z.string().default('You said: {user}').describe('The answer where there is neither rule nor reply.'),
  firstTokenMs: milliseconds.default(200).describe('From the request to the first token.'),
  tokensPerSecond: z.number().min(0).max(100_000).default(50).describe('Tokens (words) after the first; 0 sends all at once.'),
  takesDocuments: z.boolean().default(false),
  languages: languages.default(['*']),
  faults,
});

export const embeddingSettings = z.strictObject({
  dimensions: z.int().min(2).max(4096).default(128),
  textsMax: z.int().min(1).max(10_000).default(64),
  delayMs: milliseconds.default(10).describe('From the request to its vectors.'),
  faults,
});

export const vadSettings = z.strictObject({
  thresholdRms: z.number().min(0).max(32_767).default(300).describe('A window of at least this root mean square is speech.'),
  speechProbability: probability.default(0.95),
  silenceProbability: probability.default(0.02),
  delayMs: milliseconds.default(0).describe('From a full window to its probability; 0 delivers as soon as the code that pushed has run.'),
  faults,
});

export const turnSettings = z.strictObject({
  completeProbability: probability.default(0.9).describe('The verdict where no rule matches.'),
  threshold: probability.default(0.5),
  rules: z.array(z.strictObject({
    match: regularExpression.describe('Regular expression, case ignored, for the transcript.'),
    completeProbability: probability,
    waitMs: milliseconds.optional(),
    expectation: z.enum(['digits', 'spelling', 'email', 'date', 'address', 'none']).optional(),
    reason: z.string().default('a scripted rule matched'),
  })).default([{
    match: '(^|\\b(and|but|or|so|because|my|the|is|um|uh)|,|\\.\\.\\.)\\s*$', completeProbability: 0.1, reason: 'the sentence is not finished',
  }]).describe('The first rule that matches decides.'),
  delayMs: milliseconds.default(5).describe('From the request to the verdict.'),
  languages: languages.default(['*']),
  faults,
});

export const mailSettings = z.strictObject({
  delayMs: milliseconds.default(5).describe('From the request to the receipt.'),
  faults,
});

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const dataSourceSettings = z.strictObject({
  tables: z.array(z.strictObject({ name: z.string().min(1), columns: z.array(z.string().min(1)).min(1), rows: z.array(z.array(cell)) })).default([{
    name: 'opening_hours', columns: ['day', 'opens', 'closes'], rows: [['monday', '09:00', '18:00'], ['saturday', '10:00', '14:00']],
  }]).describe('What can be read.'),
  delayMs: milliseconds.default(5).describe('From the request to the rows.'),
  faults,
});

export const storageSettings = z.strictObject({
  delayMs: milliseconds.default(5).describe('From each request to its answer.'),
  objectBytesMax: z.int().min(1).max(1_073_741_824).default(67_108_864).describe('Largest object, in bytes; it is kept in memory.'),
  faults,
});

/** The settings of each kind: the manifest in package.json carries their JSON Schema, and a test holds the two together. */
export const settingsByKind = {
  stt: sttSettings, tts: ttsSettings, llm: llmSettings, embedding: embeddingSettings, vad: vadSettings, turn: turnSettings, mail: mailSettings,
  'data-source': dataSourceSettings, storage: storageSettings,
} as const;

export type SttSettings = z.output<typeof sttSettings>;
export type TtsSettings = z.output<typeof ttsSettings>;
export type LlmSettings = z.output<typeof llmSettings>;
export type EmbeddingSettings = z.output<typeof embeddingSettings>;
export type VadSettings = z.output<typeof vadSettings>;
export type DataSourceSettings = z.output<typeof dataSourceSettings>;
export type TurnSettings = z.output<typeof turnSettings>;
