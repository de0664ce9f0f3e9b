export { answerChat, chatErrorOf, chatRequestBody, ChatServerRefusal, type ChatRequestBody } from './chat-server.js';
export {
  ContractViolation, type ContractCheck, type ContractHarness, type ContractWatch, type RegisterTest,
} from './contract.js';
export { realTime, TooLateError, virtualTime, type ContractTime } from './contract-time.js';
export { contracts, runContract, type HarnessByKind } from './contracts.js';
export { CONTRACT_NUMBERS_MAX, CONTRACT_PEOPLE, type DataSourceContractHarness, type DataSourceTexts } from './data-source-contract.js';
export type { EmbeddingContractHarness } from './embedding-contract.js';
export { inFormat, levelRms, piecesOf, resampleForTest, silenceOf, type GoldenAudio } from './golden-audio.js';
export type { LlmContractHarness } from './llm-contract.js';
export type { MailContractHarness } from './mail-contract.js';
export { harnessOf, type ContractSubject, type PackageSubjects } from './subject.js';
export { createEar, spoken, type HeardWord } from './spoken-tones.js';
export type { StorageContractHarness } from './storage-kit.js';
export { openSttCall, type SttCall } from './stt-call.js';
export type { SttContractHarness } from './stt-ear.js';
export type { TtsContractHarness } from './tts-contract.js';
export type { TurnContractHarness } from './turn-contract.js';
export type { VadContractHarness } from './vad-contract.js';
export { VirtualClock, VirtualTimeoutError } from './virtual-clock.js';
export { recordingWatch, WATCHED_SECRET, type RecordingWatch } from './watch.js';
export { levelOf, levelOfAll, reportKind, type KindReport, type QualityFinding } from './quality.js';
export { qualityRules, type QualityMeans } from './quality-rules.js';
export { readWav, writeWav, type WavAudio } from './wav.js';
export { comparableWords, wordErrorRate } from './word-error-rate.js';
