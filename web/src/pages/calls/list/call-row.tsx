import Eye from 'lucide-solid/icons/eye';
import { Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { formatClock, formatMoment, formatShort } from '../../../i18n/format.js';
import { RATING_TEXTS } from '../../../turns/latency-parts.js';
import { ratingOf } from '../../../turns/latency.js';
import { Badge } from '../../../ui/parts.js';
import { callerOf, columnOf, endOf, type ColumnName } from './columns.js';
import type { CallRow } from './list-documents.js';

const TONES = { ACTIVE: 'good', CREATED: 'warning', ENDED: 'neutral' } as const;
const ALARMING = new Set(['CONNECTION_LOST', 'PROVIDERS_DOWN', 'MEDIA_LOST', 'SHUTDOWN', 'PROTOCOL_ERROR', 'INTERNAL_ERROR']);

interface RowProps {
  call: CallRow;
  row: number;
  tabIndex: 0 | -1;
  onFocus: () => void;
}

function Cell(props: { name: ColumnName; call: CallRow }) {
  const text = columnOf(props.name).text(props.call);
  if (props.name === 'ended' && !props.call.endedReason) return <Badge tone={TONES[props.call.status]}>{text}</Badge>;
  if (props.name === 'ended') return <span class={ALARMING.has(props.call.endedReason!.code) ? 'text-danger' : 'text-muted'} title={text}>{text}</span>;
  if (props.name === 'response' && props.call.responseP50Ms !== null) return <span class={RATING_TEXTS[ratingOf(props.call.responseP50Ms)]}>{text}</span>;
  if (props.name === 'interruptions' && props.call.interruptionCount === 0) return <span class="text-muted">{text}</span>;
  return text;
}

/** The cells of a call; its moment leads to it. */
export function CallCells(props: RowProps & { columns: readonly ColumnName[] }) {
  return (
    <>
      {props.columns.map((name, index) => (
        <div role="gridcell" class={`truncate ${columnOf(name).isNumber ? 'text-right tabular-nums' : ''}`}>
          {index === 0
            ? <a href={`/calls/${props.call.id}`} data-row={props.row} tabindex={props.tabIndex} onFocus={() => props.onFocus()} class="font-medium tabular-nums outline-none hover:underline"><Cell name={name} call={props.call} /></a>
            : <Cell name={name} call={props.call} />}
        </div>
      ))}
    </>
  );
}

/** A call on a narrow screen. */
export function CallCard(props: RowProps & { onPeek: () => void }) {
  const { call } = props;
  return (
    <div role="gridcell" class="flex h-full items-center gap-1 pl-4">
      <div class="min-w-0 flex-1">
        <a href={`/calls/${call.id}`} data-row={props.row} tabindex={props.tabIndex} onFocus={() => props.onFocus()} class="flex items-baseline gap-2 outline-none after:absolute after:inset-0 after:right-12">
          <span class="min-w-0 truncate font-medium">{callerOf(call) === '–' ? call.agent.name : callerOf(call)}</span>
          <span class="ml-auto shrink-0 text-sm tabular-nums">{call.durationMs === null ? '' : formatClock(call.durationMs)}</span>
        </a>
        <p class="truncate text-sm text-muted">{formatMoment(call.startedAt)} · {call.agent.name}</p>
        <p class="flex items-center gap-2 text-sm">
          <span class="min-w-0 truncate"><Cell name="ended" call={call} /></span>
          <Show when={call.responseP50Ms !== null ? call.responseP50Ms : undefined}>{(response) => <span class={`ml-auto shrink-0 tabular-nums ${RATING_TEXTS[ratingOf(response())]}`}>{formatShort(response())}</span>}</Show>
        </p>
      </div>
      <button type="button" tabindex={props.tabIndex} class="control flex w-12 shrink-0 items-center justify-center self-stretch text-muted" aria-label={t().calls.peek(endOf(call))} onClick={() => props.onPeek()}><Eye size={17} aria-hidden="true" /></button>
    </div>
  );
}
