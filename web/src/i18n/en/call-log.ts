import { count } from './count.js';

/** The log of a call. */
export const events = {
  filter: 'Kinds of events', none: 'Nothing of this kind happened.', details: (name: string) => `All about: ${name}`,
  groups: { words: 'Words', turns: 'Taking turns', tools: 'Tools and keys', providers: 'Providers', sound: 'Sound', call: 'Call' },
  names: {
    CallStartedEvent: 'Call began', AgentStateEvent: 'Agent', SpeechStartedEvent: 'Speech begins', SpeechEndedEvent: 'Speech ends', TurnDecidedEvent: 'Turn decided', CallerTurnEvent: 'Caller said', AgentTurnStartedEvent: 'Agent begins', AgentTurnEvent: 'Agent said',
    InterruptionStartedEvent: 'Interruption', InterruptionResolvedEvent: 'After an interruption', ToolCalledEvent: 'Tool', DtmfReceivedEvent: 'Key', CallHeldEvent: 'Hold', ProviderFailedEvent: 'Provider failed', ProviderHedgedEvent: 'Provider late', DeadAirEvent: 'Dead air',
    AudioProblemEvent: 'Sound problem', JournalDegradedEvent: 'Journal', RecordingReadyEvent: 'Recording ready', CallEndedEvent: 'Call ended',
  },
  started: (way: string, codec: string) => `${way}, ${codec}`, speechStarted: 'The caller begins to speak.', speechEnded: (duration: string) => `The caller spoke for ${duration}.`, typed: (text: string) => `Written: ${text}`,
  decided: (wait: string) => `The turn counts as over after ${wait} of silence.`, complete: (share: string) => `The sentence seemed ${share} complete.`, preparedUsed: 'An answer was ready and was used.', byDelayAlone: 'The delay alone decided.',
  agentBegins: (purpose: string) => `The agent begins to speak: ${purpose}`, interruptionStarted: (duration: string) => `The caller spoke up; the agent stopped within ${duration}.`, gaveWay: 'The agent gave way.',
  tool: (name: string, duration: string) => `${name}, ${duration}`, toolFailed: (name: string, why: string) => `${name} failed: ${why}`,
} as const;

export const costs = {
  kinds: {
    STT: 'Transcription', TTS: 'Voice', LLM: 'Language model', EMBEDDING: 'Search in the knowledge', VAD: 'Detection of speech', TURN: 'Detection of turns', TELEPHONY: 'Telephone', VOICE_PLATFORM: 'Voice platform', DATA_SOURCE: 'Source of knowledge',
    STORAGE: 'Storage', PAYMENT: 'Payment', MAIL: 'E-mail', SMS: 'Text message',
  },
  what: 'Provider', amount: 'Used', requests: 'Requests', total: 'In all', none: 'No provider has been asked yet.', noPrice: 'Where no price is known, nothing is counted.', failed: (value: number) => `${value.toLocaleString('en')} failed`,
  tokens: (read: string, written: string) => `${read} tokens read, ${written} written`, cached: (value: string) => `${value} from the cache`, characters: (value: number) => count(value, 'character', 'characters'), audio: (duration: string) => `${duration} of sound`,
} as const;

export const raw = {
  json: 'Call, turns and events', query: 'The query', download: 'Download', curl: 'Copy as curl', curlHint: 'The command asks for the call and its turns; put an API key of yours where it says YOUR_API_KEY.', cut: 'Only the beginning is shown. Copy or download for all of it.',
} as const;
