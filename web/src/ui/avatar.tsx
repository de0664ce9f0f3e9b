/** The first letters of at most two words: `Ada Lovelace` -> `AL`. */
export function initials(name: string): string {
  const words = name.replace(/@.*/, '').split(/[\s._-]+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => Array.from(word ?? '')[0] ?? '').join('').toUpperCase();
}

/** A person or a business by its initials. */
export function Avatar(props: { name: string; isSquare?: boolean }) {
  return <span class={`inline-flex size-7 shrink-0 items-center justify-center bg-accent-soft text-xs font-semibold text-accent ${props.isSquare ? 'rounded-md' : 'rounded-full'}`} aria-hidden="true">{initials(props.name)}</span>;
}
