const ONES = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen',
  'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
] as const;
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'] as const;
const SCALES = [[1e12, 'trillion'], [1e9, 'billion'], [1e6, 'million'], [1e3, 'thousand']] as const;
const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first', two: 'second', three: 'third', five: 'fifth', eight: 'eighth', nine: 'ninth', twelve: 'twelfth',
};

function belowHundred(value: number): string {
  if (value < 20) return ONES[value]!;
  const ones = value % 10;
  return TENS[Math.floor(value / 10)]! + (ones === 0 ? '' : `-${ONES[ones]!}`);
}

/** A whole number, 0 to 999 trillion, in English words. */
export function cardinal(value: number): string {
  const parts: string[] = [];
  let rest = value;
  for (const [size, name] of SCALES) {
    if (rest >= size) {
      parts.push(`${cardinal(Math.floor(rest / size))} ${name}`);
      rest %= size;
    }
  }
  if (rest >= 100) {
    parts.push(`${ONES[Math.floor(rest / 100)]!} hundred`);
    rest %= 100;
  }
  if (rest > 0 || parts.length === 0) parts.push(belowHundred(rest));
  return parts.join(' ');
}

/** "21" to "twenty-first". */
export function ordinal(value: number): string {
  const words = cardinal(value);
  const last = /[a-z]+$/.exec(words)![0];
  const ending = ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return words.slice(0, -last.length) + ending;
}

/** Digit by digit, as telephone numbers and codes are read. */
export function digits(text: string): string {
  return (text.match(/[0-9]/g) ?? []).map((digit) => ONES[Number(digit)]!).join(' ');
}

/** "1984" to "nineteen eighty-four", "2005" to "two thousand five". */
export function year(value: number): string {
  const century = Math.floor(value / 100);
  const rest = value % 100;
  if (value >= 2000 && value < 2010) return cardinal(value);
  if (rest === 0) return value % 1000 === 0 ? cardinal(value) : `${belowHundred(century)} hundred`;
  return `${belowHundred(century)} ${rest < 10 ? `oh ${ONES[rest]!}` : belowHundred(rest)}`;
}

/** A number as written in English text ("1,250", "3.5", "007"), in words; undefined where it is none. */
export function numberWords(text: string): string | undefined {
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const whole = match[2]!.replaceAll(',', '');
  const sign = match[1] ? 'minus ' : '';
  const fraction = match[3] === undefined ? '' : ` point ${digits(match[3])}`;
  if (whole.length > 15 || (whole.length > 1 && whole.startsWith('0')) || (whole.length >= 6 && !match[2]!.includes(','))) return sign + digits(whole) + fraction;
  const value = Number(whole);
  if (!match[2]!.includes(',') && fraction === '' && value >= 1100 && value < 2100) return sign + year(value);
  return sign + cardinal(value) + fraction;
}
