import { Show } from 'solid-js';
import { formatPercent } from '../i18n/format.js';

/** From this share on somebody should know. */
const NEARLY = 0.8;

/** How much of something is used up; `max` null where there is no limit. */
export function Meter(props: { label: string; used: number; max: number | null; text: string }) {
  const share = () => (props.max === null ? 0 : props.max === 0 ? 1 : Math.min(1, props.used / props.max));
  const color = () => (share() >= 1 ? 'bg-danger' : share() >= NEARLY ? 'bg-warning' : 'bg-accent');
  return (
    <div class="min-w-0">
      <p class="flex flex-wrap items-baseline justify-between gap-x-3 text-sm"><span class="font-medium">{props.label}</span><span class="text-muted tabular-nums">{props.text}</span></p>
      <Show when={props.max !== null}>
        <div role="meter" aria-label={props.label} aria-valuemin={0} aria-valuemax={1} aria-valuenow={share()} aria-valuetext={formatPercent(share())} class="mt-1.5 h-1.5 overflow-hidden rounded-full bg-sunken forced-colors:border">
          <div class={`h-full rounded-full ${color()}`} style={{ width: `${Math.max(share() > 0 ? 1.5 : 0, share() * 100)}%` }} />
        </div>
      </Show>
    </div>
  );
}
