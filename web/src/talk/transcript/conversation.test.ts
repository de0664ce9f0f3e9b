import { expect, test } from 'vitest';
import type { CallEventData } from '../talk-documents.js';
import { addNote, addTyped, applyEvent, applyWords, dropProvisional, dropTyped, emptyConversation, ENTRIES_MAX, type Entry } from './conversation.js';

const latency = { endpointWaitMs: 400, sttFinalMs: 0, llmFirstTokenMs: 90, ttsFirstAudioMs: 120, transportMs: 3, ownShareMs: 4, responseMs: 617 };
let seq = 0;
const event = (type: string, fields: object = {}) => ({ __typename: type, seq: ++seq, atMs: 0, ...fields }) as CallEventData;
const partial = (speaker: 'CALLER' | 'AGENT', turnIndex: number, text: string) => event('TranscriptPartialEvent', { speaker, turnIndex, text });
const caller = (turnIndex: number, text: string, isTyped = false) => event('CallerTurnEvent', { turnIndex, text, isTyped });
const agent = (turnIndex: number, heardText: string, isInterrupted = false) => event('AgentTurnEvent', { turnIndex, purpose: 'ANSWER', generatedText: `${heardText} and more`, heardText, isInterrupted, latency });

function after(...events: CallEventData[]) {
  const conversation = emptyConversation();
  for (const one of events) applyEvent(conversation, one);
  return conversation;
}

const shown = (entries: readonly Entry[]) => entries.map((entry) => (entry.kind === 'line' ? `${entry.speaker} ${entry.text}` : entry.kind === 'tool' ? `TOOL ${entry.name}` : `NOTE ${entry.note.type}`));

test('running words grow in one line and are replaced by the final ones', () => {
  const { entries } = after(partial('CALLER', 1, 'what art'), partial('CALLER', 1, 'what are your'), caller(1, 'What are your hours?'));
  expect(entries).toMatchObject([{ speaker: 'CALLER', text: 'What are your hours?', isFinal: true, isTyped: false }]);
});

test('a question and its answer share a number and stay two lines', () => {
  const { entries, responsesMs, newestLatency } = after(caller(1, 'Hello?'), partial('AGENT', 1, 'Good'), agent(1, 'Good morning.'));
  expect(shown(entries)).toEqual(['CALLER Hello?', 'AGENT Good morning.']);
  expect(entries[1]).toMatchObject({ isFinal: true, latency: { responseMs: 617 } });
  expect([responsesMs, newestLatency]).toEqual([[617], latency]);
});

test('an answer after a filler of the same turn is a line of its own', () => {
  expect(shown(after(caller(2, 'When?'), agent(2, 'One moment.'), partial('AGENT', 2, 'At'), agent(2, 'At nine.')).entries)).toEqual(['CALLER When?', 'AGENT One moment.', 'AGENT At nine.']);
});

test('of an interrupted answer that is shown which was heard, and all is kept that was written', () => {
  const [line] = after(agent(0, 'On Saturday we', true)).entries;
  expect(line).toMatchObject({ text: 'On Saturday we', isInterrupted: true, generatedText: 'On Saturday we and more' });
});

test('a written line waits for the server, in order, and is dropped where it was not taken', () => {
  const conversation = emptyConversation();
  for (const text of ['first', 'second', 'third']) addTyped(conversation, text);
  applyEvent(conversation, caller(1, 'first', true));
  applyEvent(conversation, caller(2, 'spoken between'));
  expect(conversation.entries).toMatchObject([{ text: 'first', isFinal: true, turnIndex: 1 }, { text: 'second', isFinal: false }, { text: 'third' }, { text: 'spoken between', isFinal: true, isTyped: false }]);
  expect(dropTyped(conversation)).toBe('third');
  expect(shown(conversation.entries)).toEqual(['CALLER first', 'CALLER second', 'CALLER spoken between']);
  expect([dropTyped(conversation), dropTyped(conversation)]).toEqual(['second', undefined]);
});

test('what happened beside the words has its place among them', () => {
  const { entries } = after(
    caller(1, 'Is it there?'), event('ToolCalledEvent', { toolCallId: 't1', name: 'stock', argumentsJson: '{}', resultJson: '{"count":3}', error: null, durationMs: 120 }), agent(1, 'Yes.'),
    event('InterruptionResolvedEvent', { outcome: 'FALSE_ALARM', text: '' }), event('InterruptionResolvedEvent', { outcome: 'BACKCHANNEL', text: 'mhm' }), event('InterruptionResolvedEvent', { outcome: 'CONFIRMED', text: 'wait' }),
    event('ProviderFailedEvent', { kind: 'LLM', connectionId: 'a', cause: 'timeout', message: 'late', next: 'FALLBACK' }), event('DeadAirEvent', { action: 'FILLER', silenceMs: 4_000 }), event('CallHeldEvent', { isHeld: true }),
  );
  expect(shown(entries)).toEqual(['CALLER Is it there?', 'TOOL stock', 'AGENT Yes.', 'NOTE false-alarm', 'NOTE backchannel', 'NOTE provider-failed', 'NOTE dead-air', 'NOTE hold']);
  expect(entries[1]).toEqual({ kind: 'tool', atMs: 0, toolCallId: 't1', name: 'stock', argumentsJson: '{}', resultJson: '{"count":3}', error: null, durationMs: 120 });
});

test('the same again in a row is one note', () => {
  const conversation = after(event('DtmfReceivedEvent', { digit: '4' }), event('DtmfReceivedEvent', { digit: '2' }), event('AudioProblemEvent', { problem: 'LOST_FRAMES', count: 2 }), event('AudioProblemEvent', { problem: 'LOST_FRAMES', count: 3 }), event('AudioProblemEvent', { problem: 'FLOOD', count: 1 }));
  addNote(conversation, { type: 'voice-gap', durationMs: 60, count: 1 });
  addNote(conversation, { type: 'voice-gap', durationMs: 40, count: 1 });
  expect(conversation.entries.map((entry) => entry.kind === 'marker' && entry.note)).toMatchObject([{ digits: '42' }, { count: 5 }, { problem: 'FLOOD', count: 1 }, { durationMs: 100, count: 2 }]);
});

test('words from the media server fill in while the log is away, and give way to it', () => {
  const conversation = after(caller(1, 'Hello?'));
  applyWords(conversation, { speaker: 'AGENT', turnIndex: 1, text: 'Good mor' });
  applyWords(conversation, { speaker: 'AGENT', turnIndex: 1, text: 'Good morning.' });
  expect(shown(conversation.entries)).toEqual(['CALLER Hello?', 'AGENT Good morning.']);
  dropProvisional(conversation);
  applyEvent(conversation, agent(1, 'Good morning.'));
  expect(shown(conversation.entries)).toEqual(['CALLER Hello?', 'AGENT Good morning.']);
  expect(conversation.entries[1]).toMatchObject({ isProvisional: false, isFinal: true });
});

test('after a time without the log everything stands in its order, what was written meanwhile too', () => {
  const conversation = after(caller(1, 'Hello?'), partial('AGENT', 1, 'Good'));
  applyWords(conversation, { speaker: 'AGENT', turnIndex: 1, text: 'Good morning. How' });
  addTyped(conversation, 'When?');
  applyWords(conversation, { speaker: 'AGENT', turnIndex: 2, text: 'At ni' });
  addTyped(conversation, 'And today?');
  expect(shown(conversation.entries)).toEqual(['CALLER Hello?', 'AGENT Good morning. How', 'CALLER When?', 'AGENT At ni', 'CALLER And today?']);
  dropProvisional(conversation);
  for (const one of [agent(1, 'Good morning.', true), caller(2, 'When?', true), agent(2, 'At nine.', true), caller(3, 'And today?', true)]) applyEvent(conversation, one);
  expect(shown(conversation.entries)).toEqual(['CALLER Hello?', 'AGENT Good morning.', 'CALLER When?', 'AGENT At nine.', 'CALLER And today?']);
  expect(conversation.entries.every((entry) => entry.kind === 'line' && entry.isFinal)).toBe(true);
});

test('the end is told in words, and unknown events change nothing', () => {
  const conversation = after(event('CallEndedEvent', { reason: { code: 'HUNG_UP', text: 'The caller hung up.' } }), event('SpeechStartedEvent'));
  expect(conversation).toEqual({ ...emptyConversation(), ended: { code: 'HUNG_UP', text: 'The caller hung up.' } });
});

test('a very long call lets go of its oldest lines', () => {
  const conversation = emptyConversation();
  for (let turnIndex = 0; turnIndex <= ENTRIES_MAX; turnIndex++) applyEvent(conversation, caller(turnIndex, `line ${turnIndex}`));
  expect(conversation.entries.length + conversation.droppedEntries).toBe(ENTRIES_MAX + 1);
  expect(conversation.entries.length).toBeLessThanOrEqual(ENTRIES_MAX);
});
