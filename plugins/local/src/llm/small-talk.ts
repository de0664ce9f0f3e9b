/** What a caller does with an utterance that asks for no knowledge. */
export type SmallTalk =
  | 'greeting' | 'goodbye' | 'thanks' | 'how-are-you' | 'identity' | 'robot' | 'abilities' | 'repeat' | 'human' | 'booking' | 'yes' | 'no' | 'nothing-heard';

interface SmallTalkRule {
  readonly talk: SmallTalk;
  /** The whole utterance, once courtesies are taken off its ends. */
  readonly matches: RegExp;
}

const TAIL = String.raw`[\s,.!?]*$`;
const whole = (pattern: string): RegExp => new RegExp(String.raw`^(?:${pattern})${TAIL}`, 'i');

/** The first that matches decides. */
const RULES: readonly SmallTalkRule[] = [
  { talk: 'goodbye', matches: whole(String.raw`(?:(?:ok(?:ay)?|alright|all right|great|no|thanks?(?: you)?(?: (?:so|very) much)?|that(?:'s| is| was| will be) (?:all|it|everything)(?: (?:for (?:now|today)|i need(?:ed)?|i wanted(?: to know)?))?|have a (?:nice|good|great|lovely) (?:day|one|evening|weekend)|i have to go|i'm done|you too)[\s,.!]*)*(?:good[ -]?bye|bye(?:[ -]?bye)?|see you(?: (?:later|soon|then|tomorrow))?|talk to you (?:later|soon)|have a (?:nice|good|great|lovely) (?:day|one|evening|weekend)|good night|that(?:'s| is| was| will be) (?:all|it|everything)(?: (?:for (?:now|today)|i need(?:ed)?|i wanted(?: to know)?))?|hang up|i'm done)(?:[\s,.!]*(?:thanks?(?: you)?(?: (?:so|very) much)?|bye|good[ -]?bye|then|now|for your help))*`) },
  { talk: 'robot', matches: /\b(?:are|am) (?:you|i (?:talking|speaking) (?:to|with)|this) (?:an? )?(?:really |actually |even )?(?:a )?(?:real |actual |live )?(?:robot|bot|machine|computer|human|human being|person|real|a\.?i\.?|artificial(?: intelligence)?|recording|language model|chat ?bot|answering machine)\b|\bis this (?:an? )?(?:real |actual |live )?(?:robot|bot|machine|computer|recording|human|person|a\.?i\.?)\b/i },
  { talk: 'human', matches: /\b(?:speak|talk|get|connect|transfer|put)(?: me)?(?: through)?(?: to| with)? (?:an? |the |some |someone |somebody )?(?:(?:real|actual|live) )?(?:human|person|someone|somebody|operator|agent|representative|colleague|receptionist|manager|member of staff)\b/i },
  { talk: 'booking', matches: /^(?!.*\b(?:cancel|move|reschedule|change|miss|charge|cost|price|how|what|when|why|do you)\b).*\b(?:i(?:'d| would) like|i want|i need|(?:can|could|may) (?:i|you|we)|please|book|make)\b.*\b(?:appointment|booking|reservation|table)s?\b/i },
  { talk: 'identity', matches: whole(String.raw`(?:who are you|what(?:'s| is) your name|who (?:is this|am i (?:speaking|talking) (?:to|with))|what(?:'s| is) this|may i (?:know|ask) (?:your name|who (?:i'm|i am) (?:speaking|talking) (?:to|with)))`) },
  { talk: 'how-are-you', matches: whole(String.raw`(?:how are you(?: doing)?(?: today)?|how(?:'s| is) it going|are you (?:well|ok(?:ay)?))`) },
  { talk: 'abilities', matches: whole(String.raw`(?:what (?:can|do) you (?:do|know|help (?:me )?with|know about|tell me)(?: for me)?|how can you help(?: me)?|what (?:can|could) i ask(?: you)?|can you help(?: me)?|i need (?:some )?help|help(?: me)?|i have a question|can i ask (?:you )?(?:something|a question))`) },
  { talk: 'repeat', matches: whole(String.raw`(?:(?:sorry|pardon|excuse me|what)[\s,.!?]*)*(?:(?:can|could|would|will) you (?:please )?(?:repeat|say) (?:that|it|this)(?: again)?(?: more slowly)?|(?:please )?(?:repeat|say) (?:that|it)(?: again)?|(?:say|come) again|what did you (?:just )?say|what was that(?: again)?|once more|one more time|i (?:did not|didn't|couldn't|could not) (?:hear|catch|get|understand)(?: (?:that|you|it))?|pardon(?: me)?|sorry|what|excuse me)(?:[\s,]+please)?`) },
  { talk: 'greeting', matches: whole(String.raw`(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|greetings|anybody there|are you there|can you hear me|hi there|hello there)(?:[\s,.!]*(?:hello|hi|there|anybody there|are you there|can you hear me))*`) },
  { talk: 'thanks', matches: whole(String.raw`(?:ok(?:ay)?|great|perfect|good|alright|lovely|wonderful|brilliant|cool|i see|got it|understood|fine|excellent)?[\s,.!]*(?:thank you|thanks|cheers|much appreciated|that(?:'s| is| was) (?:very |really )?(?:helpful|great|good|perfect|kind))(?:[\s,.!]*(?:very much|so much|a lot|indeed|for (?:that|your help|the information)|that(?:'s| is| was) (?:very |really )?(?:helpful|great|good|perfect|kind)))*`) },
  { talk: 'no', matches: whole(String.raw`(?:no|nope|nah|not really|no thank you|no thanks|nothing(?: else)?|i'm (?:good|fine))(?:[\s,.!]*(?:thanks?(?: you)?(?: very much)?|that's (?:all|it)|nothing else))*`) },
  { talk: 'yes', matches: whole(String.raw`(?:yes|yeah|yep|yup|sure|okay|ok|alright|all right|right|great|perfect|good|i see|got it|please|of course|yes please|fine|understood|mhm|uh[- ]?huh)(?:[\s,.!]*(?:yes|yeah|please|sure|i do|okay))*`) },
];

/** Courtesies in front of what is wanted: "hello, ", "okay, thanks, and ". */
const COURTESY = /^(?:(?:hello|hi|hey|good (?:morning|afternoon|evening)|thank you(?: very much| so much)?|thanks(?: a lot)?|great|perfect|okay|ok|alright|all right|right|yes|yeah|well|so|um+|uh+|er+|please|excuse me|i see|got it|sorry|oh|there|(?:my name is|this is)(?: [\p{L}'-]+){1,2}(?=[,.!;]))\b[\s,.!?;-]+)+/iu;

/** The utterance without greetings and the like at its front; where nothing else is left, as it was. */
export function withoutCourtesy(text: string): string {
  const rest = text.trim().replace(COURTESY, '').trim();
  return rest.replaceAll(/[\s\p{P}]/gu, '') === '' ? text.trim() : rest;
}

/** What small talk an utterance is, or undefined where it is a question or a request. */
export function smallTalkOf(text: string): SmallTalk | undefined {
  const plain = text.replaceAll('’', '\'').trim();
  if (plain.replaceAll(/[\s\p{P}\p{S}]/gu, '') === '') return 'nothing-heard';
  const bare = withoutCourtesy(plain);
  return RULES.find((rule) => rule.matches.test(plain) || rule.matches.test(bare))?.talk;
}
