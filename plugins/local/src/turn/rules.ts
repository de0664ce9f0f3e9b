import type { TurnVerdict } from '@parley/plugin-sdk';
import { countDigits, countTrailingLetters, isWholeAddress, isWholeDate, isWholeEmail, wordsOf } from './spoken.js';

/** At or above this a turn is read as complete. */
export const TURN_THRESHOLD = 0.5;

type Expectation = Exclude<NonNullable<TurnVerdict['expectation']>, 'none'>;

/** What a caller was asked for, or is giving unasked, that people say with pauses in it. */
export interface ExpectationRule {
  readonly expectation: Expectation;
  /** The agent's last question asks for it. */
  readonly asked: RegExp;
  /** The caller has begun to give it without being asked. */
  readonly offered?: RegExp;
  /** The answer holds all of it. */
  readonly isWhole: (answer: string, question: string) => boolean;
  /** The answer holds some of it. */
  readonly isBegun: (answer: string) => boolean;
  /** Total silence to wait while it is not whole, in milliseconds. */
  readonly waitMs: number;
  /** In words to the caller: "you were ..." */
  readonly doing: string;
  readonly done: string;
}

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, sixteen: 16,
};

/** "your six-digit code" says how many; a telephone number has ten or more. */
function digitsExpected(question: string): number {
  const said = /\b(\d{1,2}|[a-z]+)[- ](?:digits?|figures?|numbers)\b/i.exec(question)?.[1]?.toLowerCase();
  const count = said === undefined ? undefined : NUMBER_WORDS[said] ?? (/^\d+$/.test(said) ? Number(said) : undefined);
  return count ?? 10;
}

/** "I don't have one" holds a digit and is none. */
function hasBegunDigits(answer: string): boolean {
  const { total } = countDigits(answer);
  return total >= 2 || (total === 1 && wordsOf(answer).length <= 3);
}

/** The first that matches the question, then the first that the caller offers, decides what is expected. */
export const EXPECTATION_RULES: readonly ExpectationRule[] = [
  {
    expectation: 'email', asked: /\be-?mail\b/i, offered: /\b(?:my|the|our) e-?mail(?: address)? is\b|\be-?mail me at\b|\w@\w*$/i,
    isWhole: isWholeEmail, isBegun: (answer) => /\b(?:at|dot|underscore)\b|@|\.\w/i.test(answer) || countTrailingLetters(answer) > 0,
    waitMs: 3000, doing: 'you were spelling an e-mail', done: 'the e-mail address is whole',
  },
  {
    expectation: 'spelling', asked: /\bspell\b|\bspelling\b|letter by letter/i, offered: /\b(?:spelled|spelt|that's spelled|it's spelled)\b/i,
    isWhole: (answer) => /\bthat(?:'s| is) (?:it|all|right)\b/i.test(answer), isBegun: (answer) => countTrailingLetters(answer) > 0,
    waitMs: 2200, doing: 'you were spelling a word', done: 'you said that this is all',
  },
  {
    expectation: 'date', asked: /\bdate of birth\b|\bborn\b|\bbirthday\b/i, offered: /\b(?:date of birth is|i was born(?: on)?)\b/i,
    isWhole: (answer) => isWholeDate(answer, true), isBegun: (answer) => countDigits(answer).total > 0 || /\bof\b/.test(answer),
    waitMs: 2500, doing: 'you were giving a date of birth', done: 'the date of birth is whole',
  },
  {
    expectation: 'digits',
    asked: /\b(?:phone|telephone|mobile|cell|account|card|policy|reference|booking|order|customer|membership|member|insurance|tracking|invoice|contact|call ?back|security|registration|pin) (?:number|code|id)\b|\bnumber (?:can|should|could|do) (?:we|i)\b|\b(?:reach|call) you (?:on|at)\b|\bdigits?\b|\b(?:zip|post) ?code\b|\byour number\b|\bpin\b/i,
    offered: /\b(?:number|code|pin|i\.?d\.?|reference)(?: is|'s|:| would be)\b|\b(?:call|reach|ring) me (?:on|at|back on)\b/i,
    isWhole: (answer, question) => countDigits(answer).total >= digitsExpected(question), isBegun: hasBegunDigits,
    waitMs: 2500, doing: 'you were giving a number', done: 'the number is whole',
  },
  {
    expectation: 'address', asked: /\baddress\b|\bwhere do you live\b|\bwhich street\b/i, offered: /\b(?:my|the|our) address is\b|\bi live at\b/i,
    isWhole: isWholeAddress, isBegun: (answer) => countDigits(answer).total > 0,
    waitMs: 2500, doing: 'you were giving an address', done: 'the address is whole',
  },
  {
    expectation: 'date', asked: /\b(?:what|which) (?:date|day)\b|\bwhen (?:would|do|should|can|are|is|did|were)\b|\bdate\b/i,
    isWhole: (answer) => isWholeDate(answer, false), isBegun: (answer) => hasBegunDigits(answer) || /\b(?:the|on|of)[\s,.]*$/i.test(answer),
    waitMs: 1800, doing: 'you were choosing a date', done: 'the date is whole',
  },
];

/** Said before an answer, not as one, where something is to be dictated: "sure", "yes, it's". */
export const OPENING_OF_ANSWER = /^(?:(?:yes|yeah|yep|sure|okay|ok|alright|right|certainly|of course|well|so|um|uh|er|hmm|it's|it is|that's|that would be|my|the|this is|one moment|let me see|let's see|please)[\s,.!]*)+$/i;

export interface EndingRule {
  readonly matches: (text: string, words: readonly string[]) => boolean;
  readonly completeProbability: number;
  /** Total silence to wait, in milliseconds, where it is not the ordinary one. */
  readonly waitMs?: number;
  readonly reason: string;
}

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const YES_NO = /^(?:(?:yes|yeah|yep|yup|no|nope|nah|sure|okay|ok|right|correct|exactly|absolutely|definitely|certainly|of course|fine|great|perfect|good|please|thanks|thank you|alright|all right|not really|i do|i don't|i did|i am|i'm not|it is|it isn't|that's (?:right|correct|it|all|fine|great|good)|that is (?:right|correct|all)|sounds good|very much|maybe|possibly|never mind|hello|hi|hey|good (?:morning|afternoon|evening))[\s,.!]*)+$/i;
const GOODBYE = /\b(?:good ?bye|bye(?: ?bye)?|see you(?: \w+)?|talk to you (?:later|soon)|have a (?:good|nice|great|lovely) (?:day|one|evening|weekend|night)|good night|that(?:'s| is) (?:all|everything)(?: (?:i need(?:ed)?|for (?:now|today)))?)[\s,.!]*(?:thanks?(?: you)?(?: (?:so|very) much)?[\s,.!]*)?$/i;
const HOLD_ON = /\b(?:(?:hold|hang) on(?: (?:a|one|just a) (?:moment|second|sec|minute))?|one (?:moment|second|sec|minute)|just a (?:moment|second|sec|minute)|wait(?: a (?:moment|second|minute))?|let me (?:see|check|look|think|find|get)(?: \w+){0,4}|bear with me)[\s,.!…]*$/i;
const FILLERS = wordSet('um uh er erm uhm hmm hm mm ah like well so basically actually maybe perhaps');
const FILLER_PHRASE = /\b(?:you know|i mean|sort of|kind of|i think|i guess|i don't know if|how do i say|what's it called)[\s,.…]*$/i;
const CONJUNCTIONS = wordSet('and or but because cause if when while although though unless until since whereas whether than then plus nor');
const ARTICLES = wordSet('a an the my your his her its our their this these those some any every each another no which whose');
const PREPOSITIONS = wordSet('to of for with at from in on by about into onto over under between through during before after without within against near via per as around');
const AUXILIARIES = wordSet('is are was were am be been has have had do does did will would can could should shall may might must i\'m i\'ll i\'d i\'ve you\'re we\'re it\'s that\'s there\'s he\'s she\'s they\'re we\'ll you\'ll isn\'t don\'t doesn\'t can\'t won\'t');
const PRONOUNS_OPEN = wordSet('i we he she they who');
const OPEN_PHRASE = /\b(?:my (?:name|number|phone number|address|email|e-mail|account number|date of birth|question|problem|reference)(?: is|'s)?|the (?:reason|thing|problem|question) is|i (?:would|'d) like(?: to)?|i'd like(?: to)?|i want(?: to)?|i need(?: to)?|i was (?:wondering|hoping|calling|trying)(?: if| to)?|can (?:you|i|we)|could (?:you|i|we)|would you|do you(?: have)?|i'm (?:calling|looking|trying)(?: to| for| about)?|i am (?:calling|looking|trying)(?: to| for| about)?|what (?:is|are|about) (?:the|your)|how (?:much|many|long|about)(?: is| are| does| do)?|tell me|what|when|where|why|how)$/i;
/** "What is that for?" is whole: a question may end in a preposition or a helping verb where it began with a question word. */
const isStrandedQuestion = (text: string, words: readonly string[]): boolean => /\?["')]*$/.test(text)
  && (/^(?:what|who|whom|where|which|how|why|when|whose|is|are|do|does|can|could|will|would)\b/.test(words.join(' ')) || words.length > 4);
const bare = (words: readonly string[]): string => words.join(' ');
/** Recognisers write a comma where a rising voice ends: "And on Sunday," is a question asked back, "I would like to," is not. */
const ASKED_BACK = /^(?:(?:and|but|so|okay|ok)[\s,]+)?(?:(?:on|in|at|for|with|what about|how about|what|when|where|who|which|how|do|does|is|are|can|could|will|would) )\S.*,\s*$/i;
const isAskedBack = (text: string, words: readonly string[]): boolean => ASKED_BACK.test(text) && words.length >= 3 && words.length <= 10
  && ![CONJUNCTIONS, ARTICLES, PREPOSITIONS, AUXILIARIES, PRONOUNS_OPEN, FILLERS].some((set) => set.has(words.at(-1)!)) && !OPEN_PHRASE.test(bare(words));
const lastIn = (set: ReadonlySet<string>) => (text: string, words: readonly string[]): boolean => words.length > 0 && set.has(words.at(-1)!) && !isStrandedQuestion(text, words);

/** How a transcript ends, from the surest to the vaguest; the first that matches decides. */
export const ENDING_RULES: readonly EndingRule[] = [
  { matches: (_text, words) => words.length === 0, completeProbability: 0.2, reason: 'no words have been heard yet' },
  { matches: (text) => HOLD_ON.test(text), completeProbability: 0.05, waitMs: 5000, reason: 'you asked for a moment' },
  { matches: (text) => GOODBYE.test(text), completeProbability: 0.97, reason: 'you said goodbye' },
  { matches: (text) => YES_NO.test(text), completeProbability: 0.95, reason: 'it was a short answer' },
  { matches: (text) => /(?:\.{2,}|…|-|–|—)\s*$/u.test(text), completeProbability: 0.1, reason: 'your voice trailed off' },
  { matches: isAskedBack, completeProbability: 0.45, waitMs: 1000, reason: 'it sounded like a question asked back' },
  { matches: (text) => /[,;:]\s*$/.test(text), completeProbability: 0.15, reason: 'the sentence had more to come' },
  { matches: lastIn(FILLERS), completeProbability: 0.08, reason: 'you were looking for a word' },
  { matches: (text) => FILLER_PHRASE.test(text), completeProbability: 0.15, reason: 'you were looking for a word' },
  { matches: (text, words) => !isStrandedQuestion(text, words) && OPEN_PHRASE.test(bare(words)), completeProbability: 0.08, reason: 'you had just begun to say what you want' },
  { matches: lastIn(CONJUNCTIONS), completeProbability: 0.05, reason: 'the sentence had more to come' },
  { matches: lastIn(ARTICLES), completeProbability: 0.05, reason: 'the sentence stopped before a word' },
  { matches: lastIn(PREPOSITIONS), completeProbability: 0.1, reason: 'the sentence stopped before a word' },
  { matches: lastIn(AUXILIARIES), completeProbability: 0.15, reason: 'the sentence stopped before a word' },
  { matches: lastIn(PRONOUNS_OPEN), completeProbability: 0.15, reason: 'the sentence stopped before a word' },
  { matches: (text) => isReadingDigits(text), completeProbability: 0.2, waitMs: 2500, reason: 'you were reading out digits' },
  { matches: (text) => countTrailingLetters(text) >= 2, completeProbability: 0.25, waitMs: 2200, reason: 'you were spelling a word' },
  { matches: (text) => /[?]["')]*\s*$/.test(text), completeProbability: 0.95, reason: 'you asked a whole question' },
  { matches: (text, words) => /[.!]["')]*\s*$/.test(text) && words.length >= 3, completeProbability: 0.9, reason: 'it was a whole sentence' },
  { matches: (_text, words) => words.length >= 4, completeProbability: 0.7, reason: 'the words made sense as they were' },
  { matches: () => true, completeProbability: 0.6, reason: 'it was a short answer' },
];

/** Three or more digits said one by one, fewer than a telephone number has. */
function isReadingDigits(text: string): boolean {
  const { trailing, trailingUnits } = countDigits(text);
  return trailingUnits >= 3 && trailing < 10;
}

/** The sentence of the agent that asks, or else its last one. */
export function lastQuestion(agentText: string): string {
  const sentences = agentText.split(/(?<=[.!?])\s+/).filter((sentence) => wordsOf(sentence).length > 0);
  return sentences.findLast((sentence) => sentence.includes('?')) ?? sentences.at(-1) ?? '';
}
