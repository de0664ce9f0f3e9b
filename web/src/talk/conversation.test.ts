import { expect, test } from 'vitest';
import type { CallEventData } from './call-events.js';
import { applyEvent, emptyConversation } from './conversation.js';

const latency = { endpointWaitMs: 400, sttFinalMs: 0, llmFirstTokenMs: 90, ttsFirstAudioMs: 120, transportMs: 3, ownShareMs: 4, responseMs: 617 };
let seq = 0;
const partial = (speaker: 'CALLER' | 'AGENT', turnIndex: number, text: string) => ({ __typename: 'TranscriptPartialEvent', seq, atMs: 0, speaker, turnIndex, text }) as CallEventData;
const caller = (turnIndex: number, text: string) => ({ __typename: 'CallerTurnEvent', seq: ++seq, atMs: 0, turnIndex, text }) as CallEventData;
const agent = (turnIndex: number, heardText: string, isInterrupted = false) => ({ __typename: 'AgentTurnEvent', seq: ++seq, atMs: 0, turnIndex, purpose: 'ANSWER', generatedText: `${heardText} and more`, heardText, isInterrupted, latency }) as CallEventData;

function after(...events: CallEventData[]) {
  const conversation = emptyConversation();
  for (const event of events) applyEvent(conversation, event);
  return conversation;
}

test('running words grow in one line and are replaced by the final ones', () => {
  const { lines } = after(partial('CALLER', 1, 'what art'), partial('CALLER', 1, 'what are your'), caller(1, 'What are your hours?'));
  expect(lines).toMatchObject([{ speaker: 'CALLER', text: 'What are your hours?', isFinal: true }]);
});

test('a question and its answer share a number and stay two lines', () => {
  const { lines } = after(caller(1, 'Hello?'), partial('AGENT', 1, 'Good'), agent(1, 'Good morning.'));
  expect(lines.map(({ speaker, text }) => `${speaker} ${text}`)).toEqual(['CALLER Hello?', 'AGENT Good morning.']);
  expect(lines[1]).toMatchObject({ isFinal: true, latency: { responseMs: 617 } });
});

test('an answer after a filler of the same turn is a line of its own', () => {
  const { lines } = after(caller(2, 'When?'), agent(2, 'One moment.'), partial('AGENT', 2, 'At'), agent(2, 'At nine.'));
  expect(lines.map(({ text }) => text)).toEqual(['When?', 'One moment.', 'At nine.']);
});

test('of an interrupted answer that is shown which was heard', () => {
  expect(after(agent(0, 'On Saturday we', true)).lines[0]).toMatchObject({ text: 'On Saturday we', isInterrupted: true });
});

test('the end is told in words, and unknown events change nothing', () => {
  const conversation = after({ __typename: 'CallEndedEvent', seq: 9, atMs: 0, reason: { text: 'The caller hung up.' } } as CallEventData, { __typename: 'SpeechStartedEvent', seq: 10, atMs: 0 } as CallEventData);
  expect(conversation).toEqual({ lines: [], endedText: 'The caller hung up.' });
});
