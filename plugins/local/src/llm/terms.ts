// From words to what is searched for. Question and knowledge go through the same mill, so that "prices" finds "price".

const STOP_WORDS = new Set((
  'a an the and or but if so as of to in on at by for with from into up out off about over under than then too very just also only even still '
  + 'i me my mine we us our ours you your yours he him his she her hers it its they them their theirs this that these those there here '
  + 'am is are was were be been being have has had having do does did doing will would shall should can could may might must '
  + 'where when what which who whom whose how why because while until again once please thanks thank hello hi hey okay ok yes yeah no not nor '
  + 'i\'m i\'d i\'ve i\'ll you\'re you\'ve we\'re we\'ve it\'s that\'s what\'s there\'s don\'t doesn\'t didn\'t isn\'t aren\'t can\'t won\'t let\'s '
  + 'um uh er hmm like well really actually basically know tell want need get got go going come wondering wanted ask question '
  + 'some any anything something someone anyone thing things much many more most one ones guys sort kind lot bit maybe sure right give '
  + 'say said mean think guess looking look find information info help possible able available'
).split(' '));

/**
 * Words that people use for the same thing when they call a business, each group under one name. Stems, not words. A
 * question is often asked in words that the knowledge does not use.
 */
const CONCEPTS: Readonly<Record<string, string>> = Object.fromEntries(Object.entries({
  price: 'price cost fee charge expensive cheap pay-for rate tariff amount pric',
  hours: 'hour open opening close clos closing closed clock opentime timetable schedule',
  address: 'address locat location situat direct direction street find-you',
  parking: 'park parking car garage carpark',
  payment: 'pay payment paid card cash credit debit visa mastercard installment instalment financ finance invoice contactless',
  insurance: 'insur insurance insurer cover coverag coverage policy plan',
  cancel: 'cancel cancell cancellation reschedul reschedule postpone move miss missed no-show noshow',
  appointment: 'appointment booking book visit slot reserv reserve reservation',
  emergency: 'emergency urgent urgently pain hurt ache swell swollen bleed broken broke knocked accident',
  child: 'child children kid toddler baby son daughter boy girl infant teenager',
  newcustomer: 'new regist register registration sign-up signup join first',
  phone: 'phone telephone call number mobile',
  email: 'email mail',
  staff: 'staff team doctor dentist person human people someone receptionist',
  delivery: 'deliver delivery ship shipping send',
  refund: 'refund return money-back exchange',
}).flatMap(([concept, words]) => words.split(' ').map((word) => [word, concept])));

/** Phrases that are one thing, before words are taken apart. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bhow much(?: money)?\b|\bwhat(?:'s| is| are| would be| does) (?:the|your|it|that)?\s*(?:cost|price|fee|charge)s?\b|\bcost(?:s|ing)?\b|\bdo you charge\b/gi, ' price '],
  [/\b(?:what|which) (?:time|hours|days?)\b|\bhow late\b|\bhow early\b/gi, ' hours '],
  [/\bwhen (?=(?:are|do|is|does|will|can) (?:you|the|your|it)\b)/gi, ' hours '],
  [/\bwhere(?:'s|'re| is| are| can i find| do i find)? (?:you|your|the (?:practice|office|shop|store|clinic|restaurant|place|building))\b|\bhow do i get (?:to you|there)\b|\bwhere are you\b/gi, ' address '],
  [/\bcheck[\s-]?ups?\b/gi, ' checkup '],
  [/\be-?mails?\b/gi, ' email '],
  [/\bcall you back\b|\bcall back\b/gi, ' phone '],
  [/\bcredit cards?\b|\bdebit cards?\b/gi, ' card '],
  [/\bunder (\d+)s?\b/gi, ' child $1 '],
];

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** The root of a word, roughly: plural, -ing, -ed, -ly and the like go. */
export function stem(word: string): string {
  let root = word.replace(/'s?$/, '');
  if (root.length <= 3) return root;
  root = root.replace(/ies$/, 'y').replace(/(ss|sh|ch|x|z)es$/, '$1').replace(/([^s])s$/, '$1');
  if (root.length > 5) root = root.replace(/(?:ation|ing|ment|ed)$/, '').replace(/([bdglmnprt])\1$/, '$1');
  return root.length > 4 ? root.replace(/e$/, '') : root;
}

function termOf(word: string): string | undefined {
  if (STOP_WORDS.has(word) || (word.length < 2 && !/\d/.test(word))) return undefined;
  const root = stem(word);
  return CONCEPTS[word] ?? CONCEPTS[root] ?? root;
}

/** The terms of a text in their order, stop words left out. */
export function termsOf(text: string): readonly string[] {
  let plain = text.normalize('NFKC').replaceAll('’', '\'');
  for (const [phrase, replacement] of PHRASES) plain = plain.replaceAll(phrase, replacement);
  const words = plain.toLowerCase().match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? [];
  return words.flatMap((word) => {
    const parts = word.includes('-') ? [word.replaceAll('-', ''), ...word.split('-')] : [word];
    return parts.flatMap((part) => termOf(part) ?? []);
  });
}

/** The terms of a sentence of the knowledge: what it says, and what kind of question it answers. */
export function knowledgeTermsOf(text: string): readonly string[] {
  const terms = new Set(termsOf(text));
  const lower = text.toLowerCase();
  if (/[$£€]\s?\d|\d\s?(?:dollars|pounds|euros|usd|eur|gbp|cents)\b|\b(?:dollars|pounds|euros)\b|\bfree of charge\b|\bfor free\b|\bis free\b/.test(lower)) terms.add('price');
  if (/\b\d{1,2}(?::\d\d)? ?(?:am|pm|a\.m|p\.m|o'clock)|\b(?:nine|eight|ten|seven|six|five|noon|midnight) (?:to|until|till)\b|\bfrom \w+ (?:to|until|till) \w+/.test(lower) && DAYS.some((day) => lower.includes(day))) terms.add('hours');
  if (/\b(?:find us|we are (?:at|located|based)|located (?:at|on|in)|our \w+ is (?:at|on|located))\b/.test(lower)) terms.add('address');
  for (const day of daysIn(lower)) terms.add(day);
  return [...terms];
}

/** Weekdays that a text is about, also those inside "Monday to Friday", "weekdays" and "every day". */
function daysIn(lower: string): readonly string[] {
  const found = new Set<string>();
  for (const match of lower.matchAll(/\b(mon|tues|wednes|thurs|fri|satur|sun)days? ?(?:to|until|till|through|-|–) ?(mon|tues|wednes|thurs|fri|satur|sun)day/g)) {
    const first = DAYS.indexOf(`${match[1]!}day`);
    const last = DAYS.indexOf(`${match[2]!}day`);
    for (let day = first; ; day = (day + 1) % 7) {
      found.add(DAYS[day]!);
      if (day === last) break;
    }
  }
  if (/\bweekdays?\b/.test(lower)) for (const day of DAYS.slice(0, 5)) found.add(day);
  if (/\bweekends?\b/.test(lower)) for (const day of DAYS.slice(5)) found.add(day);
  if (found.has('saturday') && found.has('sunday')) found.add('weekend');
  if (/\b(?:saturday|sunday)s?\b/.test(lower)) found.add('weekend');
  if (/\b(?:every day|seven days|daily)\b/.test(lower)) for (const day of DAYS) found.add(day);
  return [...found].map((day) => stem(day));
}
