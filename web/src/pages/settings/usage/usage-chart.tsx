import { For, Show } from 'solid-js';
import { formatMoney, formatNumber } from '../../../i18n/format.js';
import { locale, t } from '../../../i18n/index.js';
import { scaleEnd, type Bar, type Measure } from './usage-series.js';

/** Fills of the series, in their order; the last stands for the rest as well. */
export const FILLS = [
  { fill: 'fill-think', dot: 'bg-think' }, { fill: 'fill-speak', dot: 'bg-speak' }, { fill: 'fill-hear', dot: 'bg-hear' }, { fill: 'fill-travel', dot: 'bg-travel' }, { fill: 'fill-wait', dot: 'bg-wait' }, { fill: 'fill-edge', dot: 'bg-edge' },
] as const;
export const fillOf = (index: number) => FILLS[Math.min(index, FILLS.length - 1)]!;

/** In hundredths of a bar's place. */
const BAR_WIDTH = 0.72;
const HEIGHT = 100;

const momentOf = (atMs: number, isHourly: boolean) => new Intl.DateTimeFormat(locale(), isHourly ? { hour: 'numeric', minute: '2-digit' } : { day: 'numeric', month: 'short' }).format(atMs);

interface ChartProps {
  bars: readonly Bar[];
  measure: Measure;
  currency: string;
  isHourly: boolean;
  label: string;
}

/** Stacked bars over time. All of its figures are in the table below it too: the drawing itself is one picture. */
export function UsageChart(props: ChartProps) {
  const write = (value: number) => (props.measure === 'cost' ? formatMoney(String(value), props.currency) : formatNumber(value));
  const end = () => scaleEnd(Math.max(...props.bars.map(({ total }) => total)));
  const stacked = (bar: Bar) => {
    let from = 0;
    return bar.parts.map((part, index) => { const placed = { index, y: HEIGHT - (from + part) / end() * HEIGHT, height: part / end() * HEIGHT }; from += part; return placed; });
  };
  const shown = () => { const last = props.bars.length - 1; return [0, Math.floor(last / 2), last].map((index) => props.bars[index]!.atMs); };
  return (
    <figure class="card p-4" aria-label={props.label}>
      <div class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        <div class="flex h-48 flex-col justify-between text-right text-xs text-muted tabular-nums" aria-hidden="true"><span>{write(end())}</span><span>{write(end() / 2)}</span><span>{write(0)}</span></div>
        <svg class="my-2 h-44 w-full" viewBox={`0 0 ${props.bars.length} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={t().usage.chartLabel(props.label, write(Math.max(...props.bars.map(({ total }) => total))))}>
          <For each={[0, 0.5, 1]}>{(share) => <line class="stroke-line" x1="0" x2={props.bars.length} y1={HEIGHT * share} y2={HEIGHT * share} vector-effect="non-scaling-stroke" />}</For>
          <For each={props.bars}>
            {(bar, index) => (
              <g>
                <title>{`${momentOf(bar.atMs, props.isHourly)}: ${write(bar.total)}`}</title>
                {/* The whole height answers to the pointer, also where there is nothing. */}
                <rect class="fill-transparent hover:fill-sunken" x={index()} width="1" height={HEIGHT} />
                <For each={stacked(bar)}>{(part) => <Show when={part.height > 0}><rect class={`pointer-events-none ${fillOf(part.index).fill}`} x={index() + (1 - BAR_WIDTH) / 2} width={BAR_WIDTH} y={part.y} height={part.height} /></Show>}</For>
              </g>
            )}
          </For>
        </svg>
        <div class="col-start-2 flex justify-between text-xs text-muted tabular-nums" aria-hidden="true"><For each={shown()}>{(atMs) => <span>{momentOf(atMs, props.isHourly)}</span>}</For></div>
      </div>
    </figure>
  );
}
