// Values that callers say: numbers, days, times, e-mail addresses, names. English.

const SMALL: Readonly<Record<string, number>> = {
  zero: 0, oh: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, thirteen: 13,
  fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19,
};
const TENS: Readonly<Record<string, number>> = { twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 };
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth', 'thirteenth',
  'fourteenth', 'fifteenth', 'sixteenth', 'seventeenth', 'eighteenth', 'nineteenth', 'twentieth'];
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const DAY_MS = 86_400_000;

/** The first number in a text, in figures or words: "for two people", "25". */
export function numberIn(text: string): number | undefined {
  const words = text.toLowerCase().replaceAll(/[-,](?=\w)/g, ' ').match(/\d+(?:\.\d+)?|\p{L}+/gu) ?? [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    if (/^\d/.test(word)) return Number(word);
    const tens = TENS[word];
    if (tens !== undefined) return tens + (SMALL[words[index + 1] ?? ''] ?? 0);
    const small = SMALL[word];
    if (small !== undefined && word !== 'oh') return words[index + 1] === 'hundred' ? small * 100 : small;
  }
  return undefined;
}

/** All digits in a text as they would be dialled: "oh seven seven double four" is "07744". At least six. */
export function dialledIn(text: string): string | undefined {
  const words = text.toLowerCase().match(/\d+|\p{L}+/gu) ?? [];
  let digits = '';
  let repeat = 1;
  for (const word of words) {
    if (word === 'double' || word === 'triple') { repeat = word === 'double' ? 2 : 3; continue; }
    const value = /^\d+$/.test(word) ? word : word === 'o' ? '0' : SMALL[word] === undefined ? '' : String(SMALL[word]);
    digits += value.repeat(repeat);
    repeat = 1;
  }
  return digits.length >= 6 ? digits : undefined;
}

/** "john dot smith at example dot com" as an address. */
export function emailIn(text: string): string | undefined {
  const joined = text.toLowerCase().replaceAll(/\s*\b(?:at)\b\s*|\s*@\s*/g, '@').replaceAll(/\s*\b(?:dot|point)\b\s*/g, '.')
    .replaceAll(/\s*\bunderscore\b\s*/g, '_').replaceAll(/\s*\b(?:dash|hyphen)\b\s*/g, '-');
  return /[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/.exec(joined)?.[0].replace(/^[.]+|[.]+$/g, '');
}

function isoDate(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** The day that is meant, as YYYY-MM-DD: "tomorrow", "next Tuesday", "the third of May". Days without year lie ahead. */
export function dateIn(text: string, now: Date): string | undefined {
  const lower = text.toLowerCase();
  const iso = /\b\d{4}-\d{2}-\d{2}\b/.exec(lower)?.[0];
  if (iso !== undefined) return iso;
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const ahead = (days: number): string => isoDate(new Date(today.getTime() + days * DAY_MS + DAY_MS / 2));
  if (/\bday after tomorrow\b/.test(lower)) return ahead(2);
  if (/\btomorrow\b/.test(lower)) return ahead(1);
  const month = MONTHS.findIndex((name) => new RegExp(`\\b${name}\\b`).test(lower));
  const day = month < 0 ? undefined : dayOfMonthIn(lower);
  if (month >= 0 && day !== undefined) {
    const year = /\b(20\d{2})\b/.exec(lower)?.[1];
    const date = new Date(year === undefined ? today.getFullYear() : Number(year), month, day);
    return isoDate(year === undefined && date < today ? new Date(today.getFullYear() + 1, month, day) : date);
  }
  const weekday = WEEKDAYS.findIndex((name) => lower.includes(name));
  if (weekday >= 0) {
    const days = (weekday - today.getDay() + 7) % 7 || 7;
    return ahead(days);
  }
  return /\b(?:today|tonight|this (?:morning|afternoon|evening))\b/.test(lower) ? ahead(0) : undefined;
}

function dayOfMonthIn(lower: string): number | undefined {
  const figures = /\b(\d{1,2})(?:st|nd|rd|th)?\b/.exec(lower)?.[1];
  if (figures !== undefined) return Number(figures);
  const tens = /\b(twenty|thirty)[- ]?(\w+)\b/.exec(lower);
  const unit = tens ? ORDINALS.indexOf(tens[2]!) : -1;
  if (tens && unit >= 0) return TENS[tens[1]!]! + unit + 1;
  if (/\bthirtieth\b/.test(lower)) return 30;
  const ordinal = ORDINALS.findIndex((name) => new RegExp(`\\b${name}\\b`).test(lower));
  return ordinal >= 0 ? ordinal + 1 : undefined;
}

/** The time that is meant, as HH:MM: "at three", "half past ten", "3:30 pm", "noon". Small hours without a mark are afternoon. */
export function timeIn(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (/\bnoon\b|\bmidday\b/.test(lower)) return '12:00';
  const hourWords = Object.keys(SMALL).filter((word) => SMALL[word]! >= 1 && SMALL[word]! <= 12).join('|');
  const clock = new RegExp(`\\b(?:at |around |about |by )?(half past |quarter past |quarter to )?(\\d{1,2}|${hourWords})(?::(\\d{2})| (fifteen|thirty|forty[- ]five))?\\s*(a\\.?m\\.?|p\\.?m\\.?|o'clock|in the (?:morning|afternoon|evening))?`, 'g');
  for (const match of lower.matchAll(clock)) {
    const isMarked = /^(?:at|around|about|by) /.test(match[0]) || match[1] !== undefined || match[3] !== undefined || match[5] !== undefined;
    if (!isMarked) continue;
    let hour = SMALL[match[2]!] ?? Number(match[2]);
    let minute = match[3] === undefined ? ({ fifteen: 15, thirty: 30, 'forty-five': 45, 'forty five': 45 }[match[4] ?? ''] ?? 0) : Number(match[3]);
    if (match[1]?.startsWith('half')) minute = 30;
    if (match[1]?.startsWith('quarter past')) minute = 15;
    if (match[1]?.startsWith('quarter to')) [hour, minute] = [hour - 1, 45];
    const isMorning = /^a|morning/.test(match[5] ?? '');
    const isAfternoon = /^p|afternoon|evening/.test(match[5] ?? '') || (!isMorning && hour >= 1 && hour <= 7);
    if (isAfternoon && hour < 12) hour += 12;
    if (hour > 23 || minute > 59) continue;
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  }
  return undefined;
}

const NAME = /\b(?:my (?:full )?name(?:'s| is)|this is|i am|i'm|call me|under the name(?: of)?|name of|for (?=(?:mr|mrs|ms|dr)\b))\s+(?:called\s+)?((?:(?:mr|mrs|ms|miss|dr)\.?\s+)?[\p{Lu}][\p{L}'-]+(?:\s+[\p{Lu}][\p{L}'-]+){0,2})/u;

/** "My name is Ann Smith". A bare answer is taken whole where it looks like a name. */
export function nameIn(text: string, isAnswer: boolean): string | undefined {
  const capitals = text.replaceAll(/\b(my|this|i|call|under|name|for)\b/gi, (word) => word.toLowerCase());
  const found = NAME.exec(capitals)?.[1];
  if (found !== undefined) return found.replace(/[.,!?]+$/, '');
  const bare = text.trim().replaceAll(/^(?:it's|it is|yes,?|sure,?|um,?)\s+/gi, '').replace(/[.!?]+$/, '');
  return isAnswer && bare !== '' && bare.split(/\s+/).length <= 4 ? bare : undefined;
}
