export type { AudioEncoding, AudioFormat, AudioSamples } from './audio.js';
export { chatRefusal, createChatProvider, SPENT_CODES, type ChatChunk, type ChatVendor } from './chat-completions.js';
export type { ChatBody, ChatSettings } from './chat-messages.js';
export { failureOfApiClient, openClientConnections, type ClientConnections, type ClientErrors, type ClientRefusal } from './client-connections.js';
export { systemClock, type Clock, type Timer } from './clock.js';
export { dataFailure, checkReading, type DataFailure } from './data/data-failure.js';
export { boundValues, checkDataDescribe, checkDataQuery, underLimit } from './data/data-request.js';
export { DataRows, dataValueOf } from './data/data-rows.js';
export { Leases, type LeaseOptions } from './data/leases.js';
export { readOperation, type PlaceParameter } from './data/json-operation.js';
export { readSql, type SqlDialectName, type SqlText } from './data/sql-text.js';
export { readUnder, startDeadline, type Deadline, type DeadlineOptions } from './deadline.js';
export { isProviderError, ProviderError, sentenceOf, toProviderError, type ProviderErrorCause, type ProviderErrorOptions } from './errors.js';
export { bytesOf, checkHearing, checkSpeech, chosenFirst, createSamples, hasWords, isOffered, noAudio, readSpeech } from './speech-audio.js';
export { openHttpConnections, type HttpConnections } from './http-connections.js';
export { causeOfStatus, failureOfClient, failureOnTheWay, refusedBy, retryAfterMsOf, type ClientFailure, type VendorRefusal } from './http-failure.js';
export {
  DATA_SOURCE_LIMITS, DATA_SOURCE_SPEC, type DataColumn, type DataDescribeRequest, type DataParameter, type DataQueryRequest, type DataQueryResult, type DataSourceAbilities,
  type DataSourceProvider, type DataTable, type DataTableColumn, type DataValue,
} from './kinds/data-source.js';
export { EMBEDDING_SPEC, type EmbeddingProvider } from './kinds/embedding.js';
export {
  LLM_SPEC, type LlmAbilities, type LlmDocument, type LlmEvent, type LlmMessage, type LlmPreparation, type LlmProvider, type LlmRequest, type LlmTool,
  type LlmToolCall,
} from './kinds/llm.js';
export { MAIL_SPEC, type MailMessage, type MailProvider } from './kinds/mail.js';
export {
  STORAGE_SPEC, type ByteRange, type StorageAbilities, type StorageProvider, type StoragePut, type StorageReading, type StoredObject,
} from './kinds/storage.js';
export { STT_SPEC, type SttAbilities, type SttEvent, type SttOpenRequest, type SttProvider, type SttSession } from './kinds/stt.js';
export {
  TTS_SPEC, type TtsAbilities, type TtsEvent, type TtsProvider, type TtsRequest, type TtsVoice, type VoiceCloning, type VoiceSample, type VoiceToClone,
} from './kinds/tts.js';
export { TURN_SPEC, type TurnProvider, type TurnRequest, type TurnVerdict } from './kinds/turn.js';
export type { ProviderUsage } from './kinds/usage.js';
export { VAD_SPEC, type VadOpenRequest, type VadProvider, type VadSession } from './kinds/vad.js';
export { regionalTag } from './language-tag.js';
export { openLiveSocket, type LiveSocket, type LiveSocketEnd, type LiveSocketOptions } from './live-socket.js';
export { AUTOMATIC_MAIL, checkMail, mailboxOf } from './mail-message.js';
export { mulawFromPcm16, pcm16FromMulaw } from './mulaw.js';
export {
  definePlugin, PROVIDER_KINDS, type Plugin, type PluginContext, type PluginLogger, type ProviderByKind, type ProviderKind,
} from './plugin.js';
export { openStorageLink, signStorageLink, type StorageLink } from './storage-links.js';
export { createStorageProvider, type StorageProviderParts, type StorageUpload } from './storage-provider.js';
export { checkStorageKey, placeOf } from './storage-rules.js';
export { readPromised, StorageFeed } from './storage-streams.js';
export { createStretchProvider, type StretchProviderParts } from './stretch-provider.js';
export { StretchSession, type StretchLine, type StretchListener, type StretchSessionParts } from './stretch-session.js';
export { openVendorHttp, readServerEvents, type VendorAnswer, type VendorHttp, type VendorHttpOptions, type VendorRequest } from './vendor-http.js';
