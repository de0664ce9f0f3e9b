// Calls told event by event, as the media server would report them, with a sound that goes with them.
const RATE_HZ = 8_000;
const PEAKS_PER_SECOND = 50;
const WAV_HEADER_BYTES = 44;

let requests = 0;
const used = (kind, costMicroUsd, more = {}) => ({ kind, connectionId: kind === 'llm' ? 'acme' : 'local', requestId: `request-${++requests}`, outcome: 'served', requests: 1, ...(costMicroUsd === undefined ? {} : { costMicroUsd }), ...more });
const latency = (responseMs) => ({ endpointWaitMs: 320, sttFinalMs: 40, llmFirstTokenMs: Math.max(20, responseMs - 460), ttsFirstAudioMs: 60, transportMs: 4, ownShareMs: 16, responseMs });

const caller = (turnIndex, fromMs, toMs, text, more = {}) => [
  [fromMs, 'speech-started', { turnIndex }], [toMs, 'speech-ended', { turnIndex, speechMs: toMs - fromMs }],
  [toMs + 320, 'turn-decided', { turnIndex, waitMs: 320, completeProbability: 0.93, threshold: 0.5, reason: 'the sentence is complete', isSpeculationHit: true, isFallback: false }],
  [toMs + 330, 'caller-turn', { turnIndex, text, startedAtMs: fromMs, endedAtMs: toMs, confidence: 0.97, usage: [used('stt', 120, { audioMs: toMs - fromMs })], providers: { stt: 'local', turn: 'local' }, ...more }],
];
const agent = (turnIndex, fromMs, toMs, generatedText, { heardText = generatedText, purpose = 'ANSWER', responseMs, epoch = turnIndex } = {}) => [
  [Math.max(0, fromMs - 300), 'agent-state', { state: 'THINKING' }], [fromMs, 'agent-turn-started', { turnIndex, epoch, purpose }], [fromMs, 'agent-state', { state: 'SPEAKING' }],
  [toMs, 'agent-turn', {
    turnIndex, epoch, purpose, generatedText, spokenText: generatedText, heardText, heardEvidence: 'MARK', isInterrupted: heardText !== generatedText, startedAtMs: fromMs, endedAtMs: toMs,
    latency: responseMs === undefined ? {} : latency(responseMs), providers: { llm: 'acme', tts: 'local' }, sendLatenessP99Ms: 4.2,
    usage: [used('tts', undefined, { characters: generatedText.length }), ...(responseMs === undefined ? [] : [used('llm', 2_500, { inputTokens: 900, cachedInputTokens: 600, outputTokens: 42 })])],
  }],
  [toMs, 'agent-state', { state: 'LISTENING' }],
];

/** A call in which much happens: an interruption, tools, a provider that fails, a hold, keys, silence. */
export function eventfulCall() {
  const events = [
    [0, 'call-started', { transport: 'TWILIO', mediaId: 'media-1', codec: 'mulaw 8 kHz', carrierCallId: 'CA123' }],
    ...agent(0, 400, 4_000, 'Hello, this is Mia at Harbour Dental. How can I help you?', { purpose: 'GREETING' }),
    ...caller(1, 5_000, 8_000, 'Hi, what are your opening hours on Saturday?'),
    ...agent(2, 8_700, 13_000, 'On Saturday we are open from nine until noon, for emergencies only. For anything else, please come from Monday to Friday.', { heardText: 'On Saturday we are open from nine until noon, for', responseMs: 702 }),
    [12_800, 'interruption-started', { turnIndex: 2, epoch: 2, speechMs: 210, stopMs: 84 }], [13_400, 'interruption-resolved', { turnIndex: 2, epoch: 2, outcome: 'CONFIRMED', text: 'Sorry, I need an appointment' }],
    ...caller(3, 12_800, 16_500, 'Sorry, I need an appointment for my daughter.'),
    [17_900, 'provider-failed', { kind: 'llm', connectionId: 'acme', cause: 'timeout', message: 'no answer within 1000 ms', next: 'FALLBACK' }], [18_400, 'provider-hedged', { kind: 'llm', slowConnectionId: 'acme', hedgeConnectionId: 'local', winnerConnectionId: 'local' }],
    [20_600, 'tool-called', { toolCallId: 'tool-1', name: 'find_appointments', argumentsJson: '{"day":"Tuesday"}', resultJson: '{"free":["08:30","10:00"]}', durationMs: 1_450 }],
    ...agent(4, 21_000, 27_000, 'There is one on Tuesday at half past eight, and one at ten. Which one suits you?', { responseMs: 1_890 }),
    [28_000, 'call-held', { isHeld: true }], [36_000, 'call-held', { isHeld: false }],
    ...caller(5, 36_800, 39_000, 'Half past eight, please.'),
    [41_000, 'tool-called', { toolCallId: 'tool-2', name: 'book_appointment', argumentsJson: '{"day":"Tuesday","at":"08:30"}', error: 'the calendar did not answer', durationMs: 900 }],
    ...agent(6, 41_300, 45_500, 'I am sorry, I cannot reach the calendar just now. Shall we call you back?', { responseMs: 2_310 }),
    [49_800, 'dead-air', { turnIndex: 7, silenceMs: 3_000, action: 'FILLER' }], [51_000, 'dtmf-received', { digit: '1' }],
    ...caller(7, 52_500, 54_000, 'Yes, please.'),
    ...agent(8, 54_700, 59_000, 'Then we will call you this afternoon. Thank you, and goodbye!', { purpose: 'GOODBYE', responseMs: 690 }),
    [59_600, 'audio-problem', { problem: 'LOST_FRAMES', count: 3 }], [60_000, 'recording-ready', { durationMs: 60_000, byteLength: 1_920_044, sha256: '0'.repeat(64), sampleRateHz: RATE_HZ }],
    [60_000, 'call-ended', { reason: { party: 'AGENT', code: 'GOODBYE', text: 'The agent said goodbye.' }, durationMs: 60_000, usage: [used('vad', 90, { audioMs: 60_000 })], speculation: { hits: 3, misses: 1 } }],
  ].toSorted(([one], [other]) => one - other);
  return { events, recording: recordingOf(events, 60_000), callerName: 'Ada Byron', callerNumber: '+493012345678' };
}

/** A call of so many turns, and no recording. */
export function longCall(turns) {
  const events = [[0, 'call-started', { transport: 'BROWSER', mediaId: 'media-1', codec: 'pcm 16 kHz' }]];
  for (let index = 0; index < turns; index++) {
    const atMs = 1_000 + index * 4_000;
    events.push(...(index % 2 === 0 ? agent(index, atMs, atMs + 3_000, `Answer number ${index}: yes, that is how we do it here, and we are glad to.`, { responseMs: 500 + (index * 37) % 900 }) : caller(index, atMs, atMs + 2_500, `Question number ${index}: and what about this one?`)));
  }
  const endMs = turns * 4_000 + 2_000;
  events.push([endMs, 'call-ended', { reason: { party: 'PLATFORM', code: 'DURATION_LIMIT', text: 'The longest duration was reached.' }, durationMs: endMs, usage: [], speculation: { hits: 0, misses: 0 } }]);
  return { events: events.toSorted(([one], [other]) => one - other), callerName: 'Grace Hopper' };
}

/** A stereo WAV with a hum wherever somebody speaks, and its peaks. */
function recordingOf(events, durationMs) {
  const frames = (durationMs / 1_000) * RATE_HZ;
  const data = Buffer.alloc(frames * 4);
  const steps = (durationMs / 1_000) * PEAKS_PER_SECOND;
  const peaks = { left: Array.from({ length: steps }, () => 1), right: Array.from({ length: steps }, () => 1) };
  for (const [, type, { startedAtMs, endedAtMs }] of events) {
    if (type !== 'caller-turn' && type !== 'agent-turn') continue;
    const isAgent = type === 'agent-turn';
    for (let frame = Math.round((startedAtMs / 1_000) * RATE_HZ); frame < Math.min(frames, (endedAtMs / 1_000) * RATE_HZ); frame++) {
      const swell = 0.35 + 0.65 * Math.abs(Math.sin(frame / 1_100) * Math.sin(frame / 3_700));
      const sample = Math.round(9_000 * swell * Math.sin((2 * Math.PI * (isAgent ? 330 : 190) * frame) / RATE_HZ));
      data.writeInt16LE(sample, frame * 4 + (isAgent ? 2 : 0));
      const row = isAgent ? peaks.right : peaks.left;
      const step = Math.floor((frame * PEAKS_PER_SECOND) / RATE_HZ);
      row[step] = Math.max(row[step], Math.abs(sample) >> 7);
    }
  }
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0); header.writeUInt32LE(36 + data.length, 4); header.write('WAVEfmt ', 8); header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); header.writeUInt16LE(2, 22); header.writeUInt32LE(RATE_HZ, 24); header.writeUInt32LE(RATE_HZ * 4, 28);
  header.writeUInt16LE(4, 32); header.writeUInt16LE(16, 34); header.write('data', 36); header.writeUInt32LE(data.length, 40);
  return { wav: Buffer.concat([header, data]), peaks, sampleRateHz: RATE_HZ, durationMs };
}
