// A call from what was said in it: its events as a media server would report them, and the rows that the api makes of them.
import { uuidv7 } from '@parley/db';

const CHARACTER_MS = 58;
const CONNECTIONS = { stt: 'deepgram', llm: 'openai', tts: 'elevenlabs' };
const REASONS = {
  HUNG_UP: ['CALLER', 'The caller hung up.'], GOODBYE: ['AGENT', 'The agent said goodbye.'], CALLER_SILENT: ['CALLER', 'The caller said nothing more.'], ENDED_BY_OPERATOR: ['OPERATOR', 'An operator ended the call.'],
  DURATION_LIMIT: ['PLATFORM', 'The call reached its longest time.'], CONNECTION_LOST: ['CARRIER', 'The connection was lost.'], PROVIDERS_DOWN: ['PLATFORM', 'No provider answered.'], MEDIA_LOST: ['PLATFORM', 'The media server was lost during the call.'],
  NEVER_CONNECTED: ['CALLER', 'Nobody connected before the call token ran out.'],
};

/** The same figures in every run: a small generator of numbers from 0 to 1. */
export function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const between = (random, from, to) => from + random() * (to - from);

function latencyOf(random, slowness) {
  const parts = { endpointWaitMs: between(random, 300, 520), sttFinalMs: between(random, 0, 90), llmFirstTokenMs: between(random, 110, 460) * slowness, ttsFirstAudioMs: between(random, 60, 190) * slowness, transportMs: between(random, 2, 14) };
  const ownShareMs = between(random, 3, 16);
  const responseMs = Object.values(parts).reduce((sum, part) => sum + part, ownShareMs);
  return Object.fromEntries(Object.entries({ ...parts, responseMs, ownShareMs }).map(([name, value]) => [name, Math.round(value * 10) / 10]));
}

/** One side of a call as it is told: the clock, the numbers of turns, what providers were asked. */
class Teller {
  events = [];
  atMs = 0;
  #turnIndex = -1;
  #requests = 0;

  constructor({ random, slowness, isFree }) { Object.assign(this, { random, slowness, isFree }); }

  add(type, payload) { this.events.push([Math.round(this.atMs), type, payload]); }
  state(state) { this.add('agent-state', { state }); }

  /** Numbers are pauses in milliseconds, everything else events. */
  addAll(entries = []) { for (const entry of entries) { if (typeof entry === 'number') this.atMs += entry; else this.add(...entry); } }

  #usage(kind, amounts, costMicroUsd) {
    return { kind, connectionId: this.isFree ? 'local' : CONNECTIONS[kind], requestId: `${kind}-${++this.#requests}`, requests: 1, outcome: 'served', ...amounts, costMicroUsd: this.isFree ? 0 : Math.round(costMicroUsd) };
  }

  caller({ text, isTyped, durationMs = text.length * CHARACTER_MS, before, after }) {
    this.addAll(before);
    const turnIndex = ++this.#turnIndex;
    this.atMs += between(this.random, 250, 900);
    const startedAtMs = Math.round(this.atMs);
    if (!isTyped) this.add('speech-started', { turnIndex });
    this.atMs += isTyped ? 0 : durationMs;
    const endedAtMs = Math.round(this.atMs);
    if (!isTyped) {
      this.add('speech-ended', { turnIndex, speechMs: endedAtMs - startedAtMs });
      this.add('turn-decided', { turnIndex, waitMs: 400, completeProbability: 0.93, threshold: 0.5, reason: 'complete' });
    }
    const usage = isTyped ? [] : [this.#usage('stt', { audioMs: endedAtMs - startedAtMs }, durationMs * 0.13)];
    this.add('caller-turn', { turnIndex, text, startedAtMs, endedAtMs, ...(isTyped ? { isTyped } : { confidence: 0.94 }), usage, providers: isTyped ? {} : { stt: this.isFree ? 'local' : CONNECTIONS.stt, turn: 'local' } });
    this.addAll(after);
    this.state('THINKING');
    this.hasAsked = true;
  }

  agent({ text, heard, purpose, durationMs = text.length * CHARACTER_MS, before }, isLast = false) {
    this.addAll(before);
    const turnIndex = ++this.#turnIndex;
    const epoch = turnIndex + 1;
    const isAnswer = this.hasAsked === true;
    const why = purpose ?? (isAnswer ? 'ANSWER' : 'GREETING');
    const latency = isAnswer && why === 'ANSWER' ? latencyOf(this.random, this.slowness) : { ttsFirstAudioMs: 41 };
    this.atMs += latency.responseMs ?? 120;
    this.add('agent-turn-started', { turnIndex, epoch, purpose: why });
    this.state('SPEAKING');
    const startedAtMs = Math.round(this.atMs);
    const heardText = heard ?? text;
    this.atMs += durationMs * (heardText.length / text.length);
    if (heard) {
      this.add('interruption-started', { turnIndex, epoch, speechMs: 520, stopMs: 38 });
      this.add('interruption-resolved', { turnIndex, epoch, outcome: 'CONFIRMED', text: '' });
    }
    const usage = [...(isAnswer ? [this.#usage('llm', { inputTokens: 1_480 + 40 * turnIndex, cachedInputTokens: 1_280, outputTokens: Math.ceil(text.length / 4) }, 420 + text.length * 2)] : []), this.#usage('tts', { characters: text.length }, text.length * 50)];
    this.add('agent-turn', {
      turnIndex, epoch, purpose: why, generatedText: text, spokenText: text, heardText, heardEvidence: this.isFree ? 'SAMPLES' : 'MARK', isInterrupted: heard !== undefined, startedAtMs, endedAtMs: Math.round(this.atMs), latency,
      providers: { ...(isAnswer ? { llm: this.isFree ? 'local' : CONNECTIONS.llm } : {}), tts: this.isFree ? 'local' : CONNECTIONS.tts }, usage, sendLatenessP99Ms: 1.4,
    });
    if (!isLast) this.state('LISTENING');
  }
}

/** Lines as objects, each with its speaker: the agent begins, then the two take turns, unless a line says who speaks. */
export function withSpeakers(lines) {
  let next = 'agent';
  return lines.map((line) => {
    const entry = { speaker: next, ...(typeof line === 'string' ? { text: line } : line) };
    next = entry.speaker === 'agent' ? 'caller' : 'agent';
    return entry;
  });
}

/**
 * Tells a conversation: its events as `[atMs, type, payload]`. `code` is how it ended; without one it still runs. Lines
 * take the time that reading them aloud would, unless they say themselves how long they were.
 */
export function tell(lines, { transport = 'TWILIO', code, seed = 1, slowness = 1, isFree = false, isRecorded = false } = {}) {
  const teller = new Teller({ random: createRandom(seed), slowness, isFree });
  teller.add('call-started', { transport, mediaId: 'media-1', codec: transport === 'TWILIO' ? 'mulaw-8000' : 'pcm16-16000' });
  const entries = withSpeakers(lines);
  entries.forEach((line, index) => {
    if (line.speaker === 'agent') teller.agent(line, index === entries.length - 1 && code !== undefined);
    else teller.caller(line);
  });
  if (code) {
    teller.atMs += 400;
    const usage = teller.events.flatMap(([, , payload]) => payload.usage ?? []);
    const durationMs = Math.round(teller.atMs);
    const [party, text] = REASONS[code];
    if (isRecorded) teller.add('recording-ready', { durationMs, byteLength: durationMs * 64 + 44, sha256: '0'.repeat(64), sampleRateHz: 16_000 });
    teller.add('call-ended', { reason: { party, code, text }, durationMs, usage, speculation: { hits: 2, misses: 1 } });
  }
  return teller.events;
}

function percentile(sorted, part) {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)];
  return below + (sorted[Math.ceil(place)] - below) * (place % 1);
}

/** What the row of a turn takes from its event, as the api stores it. */
function turnRow({ seq, type, payload }) {
  const { turnIndex, startedAtMs, endedAtMs, latency, providers, usage } = payload;
  const common = { id: uuidv7(), seq, turnIndex, startedAtMs, endedAtMs, providers, usage, isInterrupted: payload.isInterrupted ?? false, isTyped: payload.isTyped ?? false };
  if (type === 'caller-turn') return { ...common, speaker: 'CALLER', text: payload.text };
  return { ...common, speaker: 'AGENT', text: payload.heardText, purpose: payload.purpose, generatedText: payload.generatedText, spokenText: payload.spokenText, heardText: payload.heardText, heardEvidence: payload.heardEvidence, latency };
}

/** The rows of a call that began at `startedAt`: `{ call, events, turns }`. `of` says whose it is: organization, agent and version. */
export function rowsOf(told, { of, startedAt, transport = 'TWILIO', caller = {}, id = uuidv7() }) {
  const { organizationId } = of;
  const events = told.map(([atMs, type, payload], index) => ({ organizationId, callId: id, seq: index + 1, type, atMs, payload, occurredAt: new Date(startedAt.getTime() + atMs) }));
  const turns = events.filter(({ type }) => type === 'caller-turn' || type === 'agent-turn').map((event) => ({ organizationId, callId: id, ...turnRow(event) }));
  const responsesMs = turns.flatMap(({ latency }) => (latency?.responseMs === undefined ? [] : [latency.responseMs]));
  const sorted = responsesMs.toSorted((one, other) => one - other);
  const end = events.at(-1).type === 'call-ended' ? events.at(-1) : undefined;
  const costMicroUsd = turns.flatMap(({ usage }) => usage).reduce((sum, line) => sum + line.costMicroUsd, 0);
  const call = {
    id, ...of, transport, status: end ? 'ENDED' : 'ACTIVE', mediaId: 'media-1', createdAt: startedAt, answeredAt: startedAt, lastSeq: events.length, costMicroUsd, turnCount: turns.length, agentState: events.findLast(({ type }) => type === 'agent-state').payload.state, isHeld: events.findLast(({ type }) => type === 'call-held')?.payload.isHeld ?? false,
    interruptionCount: turns.filter(({ isInterrupted }) => isInterrupted).length, responsesMs, callerName: null, callerNumber: null, callerUserId: null, ...caller, ...endOf(end, sorted),
  };
  return { call, events, turns };
}

/** A running call has neither an end nor percentiles. */
function endOf(end, sorted) {
  const none = { endedAt: null, endedParty: null, endedCode: null, endedText: null, durationMs: null, responseP50Ms: null, responseP95Ms: null };
  if (!end) return none;
  const { reason, durationMs } = end.payload;
  return { ...none, endedAt: end.occurredAt, endedParty: reason.party, endedCode: reason.code, endedText: reason.text, durationMs, ...(sorted.length > 0 ? { responseP50Ms: percentile(sorted, 0.5), responseP95Ms: percentile(sorted, 0.95) } : {}) };
}

/** A call that nobody took up: it never had a media server. */
export function missedRows({ of, startedAt }) {
  const [party, text] = REASONS.NEVER_CONNECTED;
  const id = uuidv7();
  const endedAt = new Date(startedAt.getTime() + 60_000);
  const payload = { reason: { party, code: 'NEVER_CONNECTED', text }, durationMs: 0, usage: [], speculation: { hits: 0, misses: 0 } };
  return {
    call: { id, ...of, transport: 'BROWSER', status: 'ENDED', mediaId: null, createdAt: startedAt, answeredAt: null, lastSeq: 1, costMicroUsd: 0, turnCount: 0, agentState: null, isHeld: false, interruptionCount: 0, responsesMs: [], callerName: null, callerNumber: null, callerUserId: null, endedAt, endedParty: party, endedCode: 'NEVER_CONNECTED', endedText: text, durationMs: 0, responseP50Ms: null, responseP95Ms: null },
    events: [{ organizationId: of.organizationId, callId: id, seq: 1, type: 'call-ended', atMs: 0, payload, occurredAt: endedAt }], turns: [],
  };
}
