/** What of a keyboard event decides which keys were meant. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** A second key counts as the continuation of the first for this long. */
export const SEQUENCE_MS = 1_200;

/** The key by its letter; on keyboards that write no Latin letters by its place. */
function letterOf({ key, code }: KeyPress): string {
  if (key.length === 1 && key.codePointAt(0)! < 128) return key.toLowerCase();
  return /^Key[A-Z]$/.test(code) && key.length === 1 ? code.slice(3).toLowerCase() : key.toLowerCase();
}

/** `mod+k`, `g`, `?`; undefined for a press that no shortcut means. */
export function pressedKeys(press: KeyPress, isMac: boolean): string | undefined {
  const [isMod, isOther] = isMac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (isOther || press.altKey) return undefined;
  return `${isMod ? 'mod+' : ''}${letterOf(press)}`;
}

/**
 * Reads presses one after the other and answers which of the keys they complete, `undefined` where none. What is begun
 * (`g` of `g a`) is forgotten after a while, or when another key comes.
 */
export function createKeyReader() {
  let begun = '';
  let begunAtMs = 0;
  return (pressed: string, known: readonly string[], nowMs: number): string | undefined => {
    const whole = begun !== '' && nowMs - begunAtMs <= SEQUENCE_MS ? `${begun} ${pressed}` : pressed;
    begun = '';
    for (const candidate of new Set([whole, pressed])) {
      if (known.includes(candidate)) return candidate;
      if (known.some((keys) => keys.startsWith(`${candidate} `))) { begun = candidate; begunAtMs = nowMs; return undefined; }
    }
    return undefined;
  };
}

const NAMES: Readonly<Record<string, string>> = { arrowleft: '←', arrowright: '→', arrowup: '↑', arrowdown: '↓', enter: '↵', escape: 'Esc' };

/** Keys as they stand on a keyboard: `g a` -> `G`, `A`; `mod+k` -> `Ctrl K`, with what the command key is called. One entry for each press. */
export function shownKeys(keys: string, command: string): string[] {
  return keys.split(' ').map((press) => {
    const isMod = press.startsWith('mod+');
    const key = isMod ? press.slice(4) : press;
    return `${isMod ? command : ''}${NAMES[key] ?? key.toUpperCase()}`;
  });
}
