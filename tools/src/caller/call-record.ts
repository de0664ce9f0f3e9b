import { ApiError, type ApiClient } from './client.js';
import type { Transport } from './phone.js';

export interface StartedCall { readonly id: string; readonly url: string; readonly token: string }

/** Opens a call to the agent with this slug. */
export async function startCall(client: ApiClient, agentSlug: string, transport: Transport): Promise<StartedCall> {
  const agentId = await findAgent(client, agentSlug);
  const { callStart } = await client.request<{ callStart: { call: { id: string } | null; media: { url: string; token: string } | null; errors: { code: string; message: string }[] } }>(
    'mutation ($input: CallStartInput!) { callStart(input: $input) { call { id } media { url token } errors { code message } } }', { input: { agentId, transport } });
  if (!callStart.call || !callStart.media) throw new ApiError(callStart.errors[0]?.message ?? 'the call was refused', callStart.errors[0]?.code ?? 'UNKNOWN');
  return { id: callStart.call.id, url: callStart.media.url, token: callStart.media.token };
}

interface AgentPage { readonly agents: { readonly nodes: readonly { readonly id: string; readonly slug: string }[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } } }

async function findAgent(client: ApiClient, slug: string): Promise<string> {
  const known: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { agents }: AgentPage = await client.request<AgentPage>(
      'query ($after: String) { agents(first: 100, after: $after) { nodes { id slug } pageInfo { hasNextPage endCursor } } }', { after });
    const found = agents.nodes.find((agent) => agent.slug === slug);
    if (found) return found.id;
    known.push(...agents.nodes.map((agent) => agent.slug));
    if (!agents.pageInfo.hasNextPage) throw new ApiError(`there is no agent "${slug}"; there are ${known.join(', ') || 'none'}`, 'AGENT_NOT_FOUND');
    after = agents.pageInfo.endCursor;
  }
}

interface Latency { readonly responseMs?: number | null; readonly endpointWaitMs?: number | null; readonly sttFinalMs?: number | null; readonly llmFirstTokenMs?: number | null; readonly ttsFirstAudioMs?: number | null; readonly ownShareMs?: number | null }

/** What the command line shows of an event; the contract has more. */
export interface ShownEvent {
  readonly __typename: string; readonly seq: number; readonly atMs: number;
  readonly text?: string; readonly isTyped?: boolean; readonly speaker?: string; readonly generatedText?: string; readonly heardText?: string; readonly heardEvidence?: string; readonly isInterrupted?: boolean;
  readonly latency?: Latency; readonly waitMs?: number; readonly decidedBecause?: string; readonly outcome?: string; readonly said?: string;
  readonly kind?: string; readonly cause?: string; readonly next?: string; readonly action?: string; readonly ended?: { readonly party: string; readonly code: string; readonly text: string };
}

const FOLLOW = `subscription ($id: ID!, $after: Int) { callEvents(callId: $id, after: $after) {
  __typename seq atMs
  ... on TranscriptPartialEvent { speaker text }
  ... on CallerTurnEvent { text isTyped }
  ... on TurnDecidedEvent { waitMs decidedBecause: reason }
  ... on AgentTurnEvent { generatedText heardText heardEvidence isInterrupted latency { responseMs endpointWaitMs sttFinalMs llmFirstTokenMs ttsFirstAudioMs ownShareMs } }
  ... on InterruptionResolvedEvent { outcome said: text }
  ... on ProviderFailedEvent { kind cause next }
  ... on DeadAirEvent { action }
  ... on CallEndedEvent { ended: reason { party code text } }
} }`;

/** Follows a call until it has ended; resolves with its stored events. */
export async function collectEvents(client: ApiClient, callId: string, onEvent: (event: ShownEvent) => void = () => {}, after = 0): Promise<ShownEvent[]> {
  const events: ShownEvent[] = [];
  const variables = { id: callId, after };
  await client.subscribe<{ callEvents: ShownEvent }>(FOLLOW, variables, ({ callEvents: event }) => {
    // A reconnecting client sends this very object again: it goes on where it was.
    variables.after = event.seq;
    if (event.__typename !== 'TranscriptPartialEvent') events.push(event);
    onEvent(event);
  });
  return events;
}

/** Prints a call while it goes on. */
export async function followCall(client: ApiClient, callId: string, write: (text: string) => void): Promise<ShownEvent[]> {
  write(`call ${callId}\n`);
  const describeNext = createDescriber();
  return collectEvents(client, callId, (event) => {
    const line = describeNext(event);
    if (line !== undefined) write(`${(event.atMs / 1000).toFixed(1).padStart(6)} s  ${line}`);
  });
}

/** Turns the events of one call, in order, into lines for people; undefined for those that need none. */
export function createDescriber(): (event: ShownEvent) => string | undefined {
  // A greeting or a reminder answers nobody: it has no latency to speak of.
  let isAnswerDue = false;
  return (event) => {
    if (event.__typename === 'CallerTurnEvent') isAnswerDue = true;
    if (event.__typename !== 'AgentTurnEvent') return describe(event);
    const line = describeAgentTurn(event, isAnswerDue);
    isAnswerDue = false;
    return line;
  };
}

const whole = (value: number | null | undefined) => (value === undefined || value === null ? '–' : `${Math.round(value)} ms`);

function describe(event: ShownEvent): string | undefined {
  switch (event.__typename) {
    case 'CallStartedEvent': return '── connected';
    case 'CallerTurnEvent': return `caller  ${event.text}${event.isTyped ? ' (written)' : ''}`;
    case 'TurnDecidedEvent': return `        (waited ${whole(event.waitMs)}: ${event.decidedBecause})`;
    case 'InterruptionResolvedEvent': return `        (interruption: ${event.outcome?.toLowerCase().replaceAll('_', ' ')}${event.said ? `, "${event.said}"` : ''})`;
    case 'ProviderFailedEvent': return `        (${event.kind?.toLowerCase()} provider failed: ${event.cause}; ${event.next?.toLowerCase().replaceAll('_', ' ')})`;
    case 'DeadAirEvent': return `        (silent for too long: ${event.action?.toLowerCase().replaceAll('_', ' ')})`;
    case 'CallEndedEvent': return `── ${event.ended?.text}`;
    default: return undefined;
  }
}

function describeAgentTurn(event: ShownEvent, isAnswer: boolean): string {
  const { latency } = event;
  const heard = event.isInterrupted ? `${event.heardText ?? ''}✂  [not heard: ${(event.generatedText ?? '').slice((event.heardText ?? '').length).trim()}]` : event.heardText;
  if (!isAnswer || !latency?.responseMs) return `agent   ${heard}`;
  return `agent   ${heard}\n          answered after ${whole(latency.responseMs)}: endpoint ${whole(latency.endpointWaitMs)}, transcript ${whole(latency.sttFinalMs)}, first token ${whole(latency.llmFirstTokenMs)}, first audio ${whole(latency.ttsFirstAudioMs)}, own share ${whole(latency.ownShareMs)}`;
}

interface CallSummary { readonly status: string; readonly durationMs: number | null; readonly cost: { readonly amount: string; readonly currency: string }; readonly recording: { readonly url: string } | null }

/** The recording arrives a moment after the end of its call; nobody waits longer for it than this. */
const RECORDING_TRIES = 6;
const RECORDING_PAUSE_MS = 500;

/** Prints what the call came to. */
export async function endCallRecord(client: ApiClient, callId: string, write: (text: string) => void): Promise<void> {
  const read = async () => (await client.request<{ call: CallSummary | null }>('query ($id: ID!) { call(id: $id) { status durationMs cost { amount currency } recording { url } } }', { id: callId })).call;
  let call = await read();
  for (let tries = 1; call && !call.recording && tries < RECORDING_TRIES; tries++) {
    await new Promise((resolve) => { setTimeout(resolve, RECORDING_PAUSE_MS); });
    call = await read();
  }
  if (!call) return;
  write(`\n${call.status.toLowerCase()}, ${((call.durationMs ?? 0) / 1000).toFixed(1)} s, cost ${call.cost.amount} ${call.cost.currency}`);
  if (call.recording) write(`recording (10 minutes): ${call.recording.url}`);
}
