import type { OperationResult } from '@urql/core';
import { useClient } from '@urql/solid';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import ChevronUp from 'lucide-solid/icons/chevron-up';
import Copy from 'lucide-solid/icons/copy';
import X from 'lucide-solid/icons/x';
import { createEffect, createMemo, createSignal, For, Match, onCleanup, Show, Switch, type JSX } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import type { ResultOf } from '../../../api/graphql.js';
import { t } from '../../../i18n/index.js';
import { formatClock, formatMoment, formatMoney, formatShort } from '../../../i18n/format.js';
import { buttonClass, IconButton } from '../../../ui/button.js';
import { copyText } from '../../../ui/copy.js';
import { Badge, FailedState, SkeletonRows } from '../../../ui/parts.js';
import { callerOf, endOf } from './columns.js';
import { callPeekQuery, type CallPeek } from './list-documents.js';
import { PeekPlayer } from './peek-player.js';

const LINES_MAX = 8;
/** Whoever stays on a row for so long wants to see its call. */
const PASSING_MS = 90;

function Fact(props: { name: string; children: JSX.Element }) {
  return <div class="min-w-0"><dt class="text-xs text-muted">{props.name}</dt><dd class="truncate text-sm tabular-nums">{props.children}</dd></div>;
}

function Facts(props: { call: CallPeek }) {
  const call = () => props.call;
  return (
    <dl class="grid grid-cols-2 gap-x-4 gap-y-2.5">
      <Fact name={t().call.agent}>{call().agent.name}, {t().call.version(call().agentVersion.number)}</Fact>
      <Fact name={t().calls.columns.caller}>{callerOf(call())}</Fact>
      <Fact name={t().call.way}>{t().calls.transport[call().transport]}</Fact>
      <Fact name={t().call.duration}>{call().durationMs === null ? '–' : formatClock(call().durationMs!)}</Fact>
      <Fact name={t().calls.columns.response}>{call().responseP50Ms === null ? '–' : `${formatShort(call().responseP50Ms!)} / ${formatShort(call().responseP95Ms ?? call().responseP50Ms!)}`}</Fact>
      <Fact name={t().call.cost}>{formatMoney(call().cost.amount, call().cost.currency)}</Fact>
    </dl>
  );
}

function FirstLines(props: { call: CallPeek }) {
  const lines = () => props.call.turns.slice(0, LINES_MAX);
  return (
    <Show when={lines().length > 0} fallback={<p class="text-sm text-muted">{t().call.emptyTranscript}</p>}>
      <ol class="flex flex-col gap-2 text-sm">
        <For each={lines()}>
          {(turn) => <li class="break-words"><span class={`mr-1.5 text-xs font-semibold ${turn.speaker === 'CALLER' ? 'text-caller' : 'text-agent'}`}>{turn.speaker === 'CALLER' ? t().call.callerSide : t().call.agentSide}</span>{turn.text}</li>}
        </For>
      </ol>
      <Show when={props.call.turns.length > LINES_MAX}><p class="mt-2 text-sm text-muted">{t().calls.moreLines(props.call.turns.length - LINES_MAX)}</p></Show>
    </Show>
  );
}

export interface PeekProps {
  id: string;
  hasPrevious: boolean;
  hasNext: boolean;
  onStep: (step: 1 | -1) => void;
  onClose: () => void;
}

/** What is known of the call with this id; undefined until an answer is there. Rows that are only passed by are not asked for. */
function createPeeked(id: () => string) {
  const client = useClient();
  const [answer, setAnswer] = createSignal<OperationResult<ResultOf<typeof callPeekQuery>>>();
  const [again, setAgain] = createSignal(0);
  createEffect(() => {
    again();
    const variables = { id: id() };
    setAnswer(undefined);
    let subscription: { unsubscribe: () => void } | undefined;
    const timer = setTimeout(() => {
      subscription = client.query(callPeekQuery, variables, { requestPolicy: 'cache-and-network' }).subscribe((result) => { setAnswer(result); });
    }, PASSING_MS);
    onCleanup(() => { clearTimeout(timer); subscription?.unsubscribe(); });
  });
  return { answer, load: () => setAgain((times) => times + 1) };
}

/** A call beside the list: what it was about, without leaving the place. */
export function Peek(props: PeekProps) {
  const { answer, load } = createPeeked(() => props.id);
  const call = () => answer()?.data?.call ?? undefined;
  const recordingId = createMemo(() => call()?.recording?.id);
  return (
    <>
      <header class="flex items-center gap-1 border-b border-line py-1.5 pr-2 pl-4">
        <h2 class="min-w-0 flex-1 text-sm font-semibold tabular-nums">{call() ? formatMoment(call()!.startedAt) : t().common.loading}</h2>
        <IconButton label={t().calls.peekPrevious} disabled={!props.hasPrevious} class="disabled:opacity-40" onClick={() => { props.onStep(-1); }}><ChevronUp size={17} aria-hidden="true" /></IconButton>
        <IconButton label={t().calls.peekNext} disabled={!props.hasNext} class="disabled:opacity-40" onClick={() => { props.onStep(1); }}><ChevronDown size={17} aria-hidden="true" /></IconButton>
        <IconButton label={t().call.copyId} onClick={() => { void copyText(props.id); }}><Copy size={16} aria-hidden="true" /></IconButton>
        <IconButton label={t().common.close} onClick={() => props.onClose()}><X size={17} aria-hidden="true" /></IconButton>
      </header>
      <div class="flex-1 overflow-y-auto overscroll-contain px-4 py-3" tabindex="0" role="region" aria-label={t().calls.peekTitle}>
        <Switch>
          <Match when={call()}>
            {(found) => (
              <div class="flex flex-col gap-4">
                <p class="flex flex-wrap items-center gap-2 text-sm font-medium">{endOf(found())}<Show when={found().interruptionCount > 0}><Badge tone="warning">{t().calls.interruptions(found().interruptionCount)}</Badge></Show></p>
                <Show when={recordingId()} keyed>{(_id) => <PeekPlayer callId={found().id} recording={found().recording!} turns={found().turns} />}</Show>
                <Facts call={found()} />
                <FirstLines call={found()} />
              </div>
            )}
          </Match>
          <Match when={answer()?.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={load} />}</Match>
          <Match when={answer()?.data}><p class="text-sm text-muted">{t().call.notFound}</p></Match>
          <Match when={!answer()}><SkeletonRows rows={3} class="h-16" /></Match>
        </Switch>
      </div>
      <footer class="border-t border-line p-3"><a href={`/calls/${props.id}`} class={buttonClass('primary', 'w-full')}>{t().calls.openCall}</a></footer>
    </>
  );
}
