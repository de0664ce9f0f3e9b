import { createMemo, For } from 'solid-js';
import { t } from '../../i18n/index.js';
import { formatClock } from '../../i18n/format.js';
import { coarsePeaks } from './call-words.js';
import type { Player } from './player.js';

const COLUMNS = 320;
const HEIGHT = 72;
const MIDDLE = HEIGHT / 2;
const PEAK_MAX = 255;
const STEP_MS = 5_000;

/** One path of bars above (`sign` -1) or below the middle. */
function barsPath(peaks: readonly number[], sign: 1 | -1): string {
  return coarsePeaks(peaks, COLUMNS).map((peak, column) => {
    // Speech spans a wide range; the root keeps the quiet side visible.
    const height = Math.max(0.6, Math.sqrt(peak / PEAK_MAX) * (MIDDLE - 3));
    return `M${column + 0.5} ${MIDDLE + sign}v${(sign * height).toFixed(1)}`;
  }).join('');
}

/** The whole recording at a glance, the caller above and the agent below; a slider for mouse, finger and keyboard. */
export function Waveform(props: { peaks: { left: readonly number[]; right: readonly number[] }; player: Player }) {
  const caller = createMemo(() => barsPath(props.peaks.left, -1));
  const agent = createMemo(() => barsPath(props.peaks.right, 1));
  const share = () => props.player.positionMs() / Math.max(1, props.player.durationMs);
  const seekTo = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    props.player.seek(((event.clientX - left) / width) * props.player.durationMs);
  };
  const onKey = (event: KeyboardEvent) => {
    const at = props.player.positionMs();
    const to: Record<string, number> = { ArrowLeft: at - STEP_MS, ArrowDown: at - STEP_MS, ArrowRight: at + STEP_MS, ArrowUp: at + STEP_MS, PageDown: at - 6 * STEP_MS, PageUp: at + 6 * STEP_MS, Home: 0, End: props.player.durationMs };
    const target = to[event.key];
    if (target === undefined) return;
    event.preventDefault();
    props.player.seek(target);
  };
  return (
    <div role="slider" tabindex="0" aria-label={t().call.position} aria-valuemin={0} aria-valuemax={Math.round(props.player.durationMs / 1_000)} aria-valuenow={Math.round(props.player.positionMs() / 1_000)}
      aria-valuetext={t().call.positionText(formatClock(props.player.positionMs()), formatClock(props.player.durationMs))}
      class="relative h-20 touch-none rounded-md select-none"
      onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); seekTo(event); }}
      onPointerMove={(event) => { if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event); }} onKeyDown={onKey}>
      <svg class="h-full w-full" viewBox={`0 0 ${COLUMNS} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <For each={[{ path: caller, color: 'stroke-caller' }, { path: agent, color: 'stroke-agent' }]}>{({ path, color }) => <path d={path()} class={`${color} opacity-35`} stroke-width="0.62" />}</For>
        <clipPath id="heard-so-far"><rect x="0" y="0" width={share() * COLUMNS} height={HEIGHT} /></clipPath>
        <g clip-path="url(#heard-so-far)"><path d={caller()} class="stroke-caller" stroke-width="0.62" /><path d={agent()} class="stroke-agent" stroke-width="0.62" /></g>
        <line x1={share() * COLUMNS} x2={share() * COLUMNS} y1="0" y2={HEIGHT} class="stroke-ink" stroke-width="1.5" vector-effect="non-scaling-stroke" />
      </svg>
    </div>
  );
}
