import { A, useParams, useSearchParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Copy from 'lucide-solid/icons/copy';
import Phone from 'lucide-solid/icons/phone';
import { createEffect, createMemo, Match, onCleanup, Show, Switch, type JSX } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { endedSentence } from '../../i18n/ended-reason.js';
import { formatClock, formatMoment, formatMoney } from '../../i18n/format.js';
import { Button, buttonClass } from '../../ui/button.js';
import { Badge, EmptyState, FailedState, Notice, SkeletonRows } from '../../ui/parts.js';
import { toast } from '../../ui/toast.js';
import { usePageTitle } from '../../ui/title.js';
import { callQuery, type CallFields, type RecordingFields } from './call-documents.js';
import { createPlayer } from './player.js';
import { RecordingPlayer } from './recording-player.js';
import { Transcript } from './transcript.js';

/** A running call is asked for this often, and so is a recording that is on its way. */
const REFRESH_MS = 2_000;
/** Recordings arrive within seconds; one that is missing after this will not come. */
const RECORDING_WAIT_MS = 60_000;

/** Whether something of this call is still to come. */
function isUnfinished(call: CallFields): boolean {
  if (call.status !== 'ENDED') return true;
  return call.recording === null && call.answeredAt !== null && call.endedAt !== null && Date.now() - new Date(call.endedAt).getTime() < RECORDING_WAIT_MS;
}

function Fact(props: { name: string; children: JSX.Element }) {
  return <div class="min-w-0"><dt class="text-xs text-muted">{props.name}</dt><dd class="truncate text-sm font-medium">{props.children}</dd></div>;
}

function Heading(props: { call: CallFields }) {
  const copy = () => { navigator.clipboard.writeText(props.call.id).then(() => { toast(t().common.copied); }, () => { toast(t().faults.unknown, 'danger'); }); };
  return (
    <header class="mb-4">
      <A href="/calls" class="-ml-1 inline-flex min-h-6 items-center gap-1 rounded px-1 text-sm text-muted hover:text-ink"><ArrowLeft size={14} aria-hidden="true" />{t().call.back}</A>
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 class="text-2xl font-semibold tracking-tight">{props.call.agent.name} · {formatMoment(props.call.startedAt)}</h1>
        <div class="flex items-center gap-3">
          <Show when={props.call.status !== 'ENDED'}><Badge tone={props.call.status === 'ACTIVE' ? 'good' : 'warning'}>{t().calls.status[props.call.status]}</Badge></Show>
          <Button look="quiet" class="text-sm" onClick={copy}><Copy size={15} aria-hidden="true" />{t().call.copyId}</Button>
        </div>
      </div>
      <dl class="card mt-3 grid grid-cols-2 gap-x-4 gap-y-3 px-4 py-3 sm:grid-cols-3 lg:grid-cols-[auto_auto_auto_auto_1fr] lg:gap-x-10">
        <Fact name={t().call.agent}><A href={`/agents/${props.call.agent.id}`} class="text-accent underline">{props.call.agent.name}</A>, {t().call.version(props.call.agentVersion.number)}</Fact>
        <Fact name={t().call.way}>{t().calls.transport[props.call.transport]}</Fact>
        <Fact name={t().call.duration}><span class="tabular-nums">{props.call.durationMs === null ? '–' : formatClock(props.call.durationMs)}</span></Fact>
        <Fact name={t().call.cost}><span class="tabular-nums">{formatMoney(props.call.cost.amount, props.call.cost.currency)}</span></Fact>
        <Fact name={t().call.ended}>{props.call.endedReason ? endedSentence(props.call.endedReason) : '–'}</Fact>
      </dl>
    </header>
  );
}

function RecordedCall(props: { call: CallFields; recording: RecordingFields }) {
  const [search] = useSearchParams<{ t?: string }>();
  const startMs = Math.max(0, Number(search.t ?? 0) * 1_000) || 0;
  const player = createPlayer({ url: props.recording.url, durationMs: props.recording.durationMs }, startMs);
  return (
    <div class="flex flex-col gap-4">
      <RecordingPlayer recording={props.recording} player={player} />
      <Transcript turns={props.call.turns} player={player} />
    </div>
  );
}

function Detail(props: { call: CallFields; onRefresh: () => void }) {
  usePageTitle(() => `${props.call.agent.name}, ${formatMoment(props.call.startedAt)}`);
  const shouldRefresh = createMemo(() => isUnfinished(props.call));
  createEffect(() => {
    if (!shouldRefresh()) return;
    const timer = setInterval(() => { props.onRefresh(); }, REFRESH_MS);
    onCleanup(() => { clearInterval(timer); });
  });
  // The address of the recording is signed anew with every answer; the player keeps the one it has.
  const recordingId = createMemo(() => props.call.recording?.id);
  return (
    <>
      <Heading call={props.call} />
      <Show when={recordingId()} keyed fallback={(
        <div class="flex flex-col gap-4">
          <Notice>{props.call.status !== 'ENDED' ? t().call.running : shouldRefresh() ? t().call.recordingComing : t().call.noRecording}</Notice>
          <Transcript turns={props.call.turns} player={undefined} />
        </div>
      )}>
        {(_id) => <RecordedCall call={props.call} recording={props.call.recording!} />}
      </Show>
    </>
  );
}

/** One call: how it went, its sound, its words. `?t=12.5` starts at that second. */
export function CallPage() {
  const params = useParams<{ id: string }>();
  const [result, refetch] = createQuery({ query: callQuery, variables: () => ({ id: params.id }), requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  return (
    <Switch>
      <Match when={result.data?.call?.id} keyed>{(_id) => <Detail call={result.data!.call!} onRefresh={refresh} />}</Match>
      <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
      <Match when={!result.data}><SkeletonRows class="h-28" /></Match>
      <Match when={result.data}><h1 class="sr-only">{t().frame.notFoundTitle}</h1><EmptyState icon={<Phone size={36} />} title={t().frame.notFoundTitle} text={t().call.notFound}><A class={buttonClass('primary')} href="/calls">{t().call.back}</A></EmptyState></Match>
    </Switch>
  );
}
