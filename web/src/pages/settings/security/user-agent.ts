/** What a browser calls itself, most telling first: many call themselves Safari too. */
const BROWSERS = [[/\bEdgA?\//, 'Edge'], [/\bOPR\//, 'Opera'], [/\bFirefox\/|\bFxiOS\//, 'Firefox'], [/\bSamsungBrowser\//, 'Samsung Internet'], [/\b(?:Headless)?Chrome\/|\bCriOS\//, 'Chrome'], [/\bSafari\//, 'Safari']] as const;
const SYSTEMS = [[/\biPhone\b/, 'iPhone'], [/\biPad\b/, 'iPad'], [/\bAndroid\b/, 'Android'], [/\bWindows\b/, 'Windows'], [/\bMac OS X\b/, 'macOS'], [/\bCrOS\b/, 'ChromeOS'], [/\bLinux\b/, 'Linux']] as const;

export interface Device {
  /** `Firefox`; the program's own name where it is no browser. */
  readonly browser: string | undefined;
  readonly system: string | undefined;
  readonly kind: 'phone' | 'computer' | 'program';
}

/** Which browser on which system, as far as they tell. */
export function deviceOf(userAgent: string): Device {
  const find = (list: readonly (readonly [RegExp, string])[]) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = find(BROWSERS);
  const system = find(SYSTEMS);
  if (!browser) return { browser: /^[\w.-]+/.exec(userAgent)?.[0], system, kind: 'program' };
  return { browser, system, kind: system === 'iPhone' || system === 'iPad' || system === 'Android' ? 'phone' : 'computer' };
}
