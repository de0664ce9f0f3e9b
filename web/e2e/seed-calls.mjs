// Calls with a known outcome, told to the api as a media server tells them: no sound, but everything that follows from it.
const TAKE = 'mutation ($input: CallPlanTakeInput!) { callPlanTake(input: $input) { plan errors { code message } } }';
const APPEND = 'mutation ($input: CallEventsAppendInput!) { callEventsAppend(input: $input) { acceptedSeq errors { code message } } }';
const START = 'mutation ($input: CallStartInput!) { callStart(input: $input) { call { id } media { token } errors { code message } } }';
const END = 'mutation ($input: CallEndInput!) { callEnd(input: $input) { errors { code } } }';
const REASONS = {
  HUNG_UP: ['CALLER', 'The caller hung up.'], GOODBYE: ['AGENT', 'The agent said goodbye.'], CALLER_SILENT: ['CALLER', 'The caller said nothing more.'],
  MEDIA_LOST: ['PLATFORM', 'The media server was lost during the call.'],
};

async function link(parley, query, variables) {
  const response = await fetch(`${parley.url}/internal/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${parley.env.PARLEY_SERVICE_TOKEN}` }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`the media link refused: ${JSON.stringify(errors)}`);
  return data;
}

const usage = (requestId, costMicroUsd) => [{ kind: 'llm', connectionId: 'local', requestId, outcome: 'served', costMicroUsd, requests: 1 }];

/** Events of a call: each of `responsesMs` is a question and its answer, which took so long to begin. */
function eventsOf(callId, { responsesMs = [], costMicroUsd = 0, code, startedAtMs = Date.now() - 60_000 }) {
  const events = [];
  const add = (type, atMs, payload) => { events.push({ callId, seq: events.length + 1, type, atMs, occurredAt: new Date(startedAtMs + atMs).toISOString(), payload }); };
  add('call-started', 0, { transport: 'BROWSER', mediaId: 'media-seed', codec: 'pcm16-16000' });
  add('agent-state', 0, { state: 'LISTENING' });
  responsesMs.forEach((responseMs, index) => {
    const atMs = 1_000 + index * 5_000;
    add('caller-turn', atMs, { turnIndex: index * 2, text: 'When are you open?', startedAtMs: atMs - 800, endedAtMs: atMs, confidence: 0.9, providers: { stt: 'local' }, usage: [] });
    add('agent-turn', atMs + 3_000, {
      turnIndex: index * 2 + 1, epoch: index + 1, purpose: 'ANSWER', generatedText: 'From nine to five.', spokenText: 'From nine to five.', heardText: 'From nine to five.', heardEvidence: 'SAMPLES', isInterrupted: false, startedAtMs: atMs + responseMs, endedAtMs: atMs + 3_000,
      latency: { endpointWaitMs: 400, sttFinalMs: 0, llmFirstTokenMs: 50, responseMs, ownShareMs: 8 }, providers: { llm: 'local', tts: 'local' }, usage: index === 0 ? usage(`${callId}-1`, costMicroUsd) : [],
    });
  });
  if (code) add('call-ended', 30_000, { reason: { party: REASONS[code][0], code, text: REASONS[code][1] }, durationMs: 30_000, usage: [], speculation: { hits: 0, misses: 0 } });
  return events;
}

/** Makes one call after another, each as its entry says: `isMissed` nobody joined; without `code` it goes on. Answers their public ids. */
export async function seedCalls(parley, client, agentId, calls) {
  const ids = [];
  for (const call of calls) {
    const { callStart } = await client.request(START, { input: { agentId, transport: 'BROWSER', ...call.caller } });
    if (call.isMissed) await client.request(END, { input: { id: callStart.call.id } });
    ids.push(callStart.call.id);
    if (call.isMissed) continue;
    const { callPlanTake } = await link(parley, TAKE, { input: { token: callStart.media.token, transport: 'BROWSER', mediaId: 'media-seed' } });
    const { callId } = callPlanTake.plan;
    const { callEventsAppend } = await link(parley, APPEND, { input: { callId, events: eventsOf(callId, call), interims: [] } });
    if (callEventsAppend.errors.length > 0) throw new Error(`events were refused: ${JSON.stringify(callEventsAppend.errors)}`);
  }
  return ids;
}
