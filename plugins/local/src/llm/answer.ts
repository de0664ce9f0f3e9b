import type { LlmRequest } from '@parley/plugin-sdk';
import type { Hit, Query } from '../embedding/meaning-job.js';
import { queriesOf, readConversation, type Conversation } from './conversation.js';
import { ANYTHING_ELSE, isUnknown, offerFrom, topicsTold, unknown } from './phrases.js';
import { smallTalkOf, withoutCourtesy, type SmallTalk } from './small-talk.js';
import { spokenAnswer } from './spoken-answer.js';
import { nextToolStep } from './tool-choice.js';
import { spokenResult } from './tool-result.js';

export type Answer =
  | { readonly type: 'words'; readonly text: string; readonly isGoodbye: boolean }
  | { readonly type: 'tool'; readonly name: string; readonly argumentsJson: string };

export interface AnswerTools {
  /** Best sentences of the knowledge for a question. */
  readonly search: (query: Query) => Promise<readonly Hit[]>;
  readonly now: Date;
}

type AnswerRequest = Pick<LlmRequest, 'instructions' | 'agentName' | 'messages' | 'tools' | 'documents'>;

/** Documents that come this near are worth naming to someone who got no answer. */
const NEAR_SCORE_MIN = 0.3;

const words = (text: string, isGoodbye = false): Answer => ({ type: 'words', text, isGoodbye });

/** Decides what to say, or which tool to call. */
export async function answerTo(request: AnswerRequest, given: AnswerTools): Promise<Answer> {
  const last = request.messages.at(-1);
  if (last?.role === 'tool') return words(spokenResult(last.resultJson));
  const conversation = readConversation(request.messages);
  const turn = { said: conversation.said, before: conversation.before, lastAnswer: conversation.lastAnswer, tools: request.tools, now: given.now };
  const step = nextToolStep(turn);
  if (step?.type === 'call') return { type: 'tool', name: step.tool.name, argumentsJson: step.argumentsJson };
  if (step) return words(step.question);
  const talk = smallTalkOf(conversation.said);
  if (talk === 'repeat') return words(await repeated(conversation, given));
  if (talk === 'human' || talk === 'booking') return words(await beyondMe(talk, request, conversation, given));
  if (talk) return smallTalk(talk, request, conversation);
  return words(await known(request, conversation, given));
}

/** The knowledge's answer to the first of the questions that has one. */
async function found(queries: readonly Query[], given: AnswerTools): Promise<{ readonly text: string | undefined; readonly hits: readonly Hit[] }> {
  let hits: readonly Hit[] = [];
  for (const query of queries) {
    hits = await given.search(query);
    const text = spokenAnswer(hits);
    if (text !== undefined) return { text, hits };
  }
  return { text: undefined, hits };
}

async function known(request: AnswerRequest, conversation: Conversation, given: AnswerTools): Promise<string> {
  const { text, hits } = await found(queriesOf(conversation), given);
  if (text !== undefined) return text;
  const near = hits.filter((hit) => hit.score >= NEAR_SCORE_MIN).map((hit) => hit.title);
  return unknown(timesUnknown(conversation), topicsTold(titlesOf(request), near), offerFrom(request.instructions));
}

const timesUnknown = (conversation: Conversation): number => conversation.answers.filter((text) => isUnknown(text)).length;
const titlesOf = (request: AnswerRequest): readonly string[] => request.documents.map(({ title }) => title);

/** The last question again, so that an answer cut short is heard whole; else the last words. */
async function repeated(conversation: Conversation, given: AnswerTools): Promise<string> {
  const question = conversation.before[0];
  if (question !== undefined && !isUnknown(conversation.lastAnswer)) {
    const { text } = await found(queriesOf({ ...conversation, said: question, before: conversation.before.slice(1) }), given);
    if (text !== undefined) return `Of course. ${text}`;
  }
  return conversation.lastAnswer === '' ? 'How can I help you?' : `Of course. ${conversation.lastAnswer}`;
}

/** Wishes that only a tool or a person can fulfil: the knowledge may say how, else it is admitted. */
async function beyondMe(wish: 'human' | 'booking', request: AnswerRequest, conversation: Conversation, given: AnswerTools): Promise<string> {
  const hits = await given.search({ text: withoutCourtesy(conversation.said) });
  const says = wish === 'human' ? /\b(?:speak|talk|person|reception|staff|team|colleague|call us|phone)\b/i : /\b(?:book(?:ed|ing|ings)?|reserv\w+|arrange|make (?:an appointment|a booking))\b/i;
  const how = spokenAnswer(hits.filter((hit) => says.test(hit.text)));
  if (how !== undefined) return how;
  const cannot = wish === 'human' ? 'I am an automated assistant and cannot put you through myself.' : 'I am sorry, I cannot make bookings myself.';
  return `${cannot} ${offerFrom(request.instructions) ?? 'Please tell me if there is something that you would like to know.'}`;
}

function smallTalk(talk: Exclude<SmallTalk, 'repeat' | 'human' | 'booking'>, request: AnswerRequest, conversation: Conversation): Answer {
  const name = request.agentName.trim();
  const me = name === '' ? 'I am' : `I am ${name},`;
  const topics = topicsTold(titlesOf(request));
  const about = topics === '' ? 'How can I help you?' : `I can tell you about ${topics}.`;
  switch (talk) {
    case 'greeting': return words('Hello! How can I help you?');
    case 'how-are-you': return words('I am well, thank you. How can I help you?');
    case 'thanks': return words(`You are welcome. ${ANYTHING_ELSE}`);
    case 'goodbye': return words('Thank you for calling. Goodbye!', true);
    case 'no': return conversation.lastAnswer.includes(ANYTHING_ELSE) ? words('Thank you for calling. Goodbye!', true) : words(`All right. ${ANYTHING_ELSE}`);
    case 'yes': return words(conversation.lastAnswer.includes('?') ? 'Of course. What would you like to know?' : ANYTHING_ELSE);
    case 'identity': return words(`${me} an automated assistant. ${about}`);
    case 'robot': return words(`Yes, ${me} an automated assistant, not a person. I look up answers in what has been written down for me. How can I help you?`);
    case 'abilities': return words(topics === '' ? 'Please ask, and I will see whether I know the answer.' : `${about} What would you like to know?`);
    case 'nothing-heard': return words('Sorry, I did not catch that. Could you say it again?');
  }
}
