import { createMemo, For } from 'solid-js';
import { t } from '../../i18n/index.js';

const BARS = Array.from({ length: 14 }, (_none, index) => index);

/** How loud the microphone is, 0 to 1: bars for eyes, a meter for screen readers. */
export function LevelMeter(props: { level: number; class?: string }) {
  // Loudness is felt in powers: a quiet voice shall move the meter too.
  const lit = createMemo(() => Math.round(Math.sqrt(props.level) * BARS.length));
  return (
    <span class={`flex h-5 items-center gap-[3px] ${props.class ?? ''}`}>
      <meter class="sr-only" aria-label={t().talk.level} min="0" max={BARS.length} value={lit()} />
      <For each={BARS}>{(index) => <span class={`w-[3px] rounded-full transition-[height] duration-75 ${index < lit() ? 'h-full bg-accent' : 'h-1.5 bg-edge/50'}`} aria-hidden="true" />}</For>
    </span>
  );
}
