import { A, useBeforeLeave, useParams, useSearchParams } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import Phone from 'lucide-solid/icons/phone';
import { createEffect, createMemo, getOwner, Match, onCleanup, runWithOwner, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { formatMoment } from '../../i18n/format.js';
import { buttonClass } from '../../ui/button.js';
import { BackLink, EmptyState, FailedPage, Notice, SkeletonRows } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { callQuery, type CallFields, type RecordingFields } from './call-documents.js';
import { createCallEvents, type CallEvents } from './detail/call-events.js';
import { Costs } from './detail/costs.js';
import { Heading } from './detail/heading.js';
import { followRunning, type RunningCall } from './detail/live-call.js';
import { MARKED_TYPES, markersOf, type Marker } from './detail/markers.js';
import { MiniPlayer } from './detail/mini-player.js';
import { createPlayback } from './detail/playback.js';
import { usePlayerKeys } from './detail/player-keys.js';
import type { Player } from './detail/player.js';
import { Raw } from './detail/raw.js';
import { RecordingPlayer } from './detail/recording-player.js';
import { readTab, Tabs, type Tab } from './detail/tabs.js';
import { createTimeView } from './detail/time-view.js';
import { Timeline } from './detail/timeline.js';
import { Transcript } from './detail/transcript.js';
import { leaveCall, listHref } from './list/list-memory.js';

/** Where a running call cannot be followed, it is asked for this often; so is a recording that is on its way. */
const REFRESH_MS = 2_000;
/** Recordings arrive within seconds; one that is missing after this will not come. */
const RECORDING_WAIT_MS = 60_000;

/** Whether something of this call is still to come. */
function isUnfinished(call: CallFields): boolean {
  if (call.status !== 'ENDED') return true;
  return call.recording === null && call.answeredAt !== null && call.endedAt !== null && Date.now() - new Date(call.endedAt).getTime() < RECORDING_WAIT_MS;
}

interface ViewsProps {
  call: CallFields;
  tab: Tab;
  log: () => CallEvents;
  player: Player | undefined;
  running: RunningCall | undefined;
  view: ReturnType<typeof createTimeView>;
}

/** What the chosen tab shows. */
function View(props: ViewsProps) {
  return (
    <Switch>
      <Match when={props.tab === 'turns'}><Transcript turns={props.call.turns} player={props.player} running={props.running} /></Match>
      <Match when={props.tab === 'timeline'}><Timeline turns={props.call.turns} log={props.log()} view={props.view} player={props.player} /></Match>
      <Match when={props.tab === 'cost'}><Costs callId={props.call.id} cost={props.call.cost} /></Match>
      <Match when={props.tab === 'raw'}><Raw callId={props.call.id} log={props.log()} /></Match>
    </Switch>
  );
}

function RecordedCall(props: Omit<ViewsProps, 'player' | 'view'> & { recording: RecordingFields; markers: readonly Marker[] }) {
  const [search] = useSearchParams<{ t?: string }>();
  let main: HTMLDivElement | undefined;
  const player = createPlayback(props.call.id, props.recording, Math.max(0, Number(search.t ?? 0) * 1_000) || 0);
  usePlayerKeys(player);
  const view = createTimeView(props.recording.durationMs);
  return (
    <div class="flex flex-col gap-4 max-lg:pb-14">
      <div ref={main} class="lg:sticky lg:top-[calc(0.5rem+var(--banner))] lg:z-10"><RecordingPlayer callId={props.call.id} recording={props.recording} turns={props.call.turns} markers={props.markers} player={player} view={view} /></div>
      {/* What keys go to comes to stand below the player, which stays in view. */}
      <div class="flex flex-col gap-4 lg:[&_:is(a,button,summary)]:scroll-mt-60">
        <Tabs callId={props.call.id} current={props.tab} />
        <View {...props} player={player} view={view} />
      </div>
      <MiniPlayer player={player} main={main} />
    </div>
  );
}

/** A call without sound: one that runs, one whose recording is on its way, one that was never recorded. */
function UnrecordedCall(props: Omit<ViewsProps, 'player' | 'view'> & { isExpected: boolean }) {
  const view = createMemo(() => createTimeView(Math.max(1, props.call.durationMs ?? 0, ...props.call.turns.slice(-2).map(({ endedAtMs }) => endedAtMs))));
  const sentence = () => {
    if (props.running) return props.running.isHeld() ? t().call.held : t().call.running;
    return props.isExpected ? t().call.recordingComing : t().call.noRecording;
  };
  return (
    <div class="flex flex-col gap-4">
      <Notice>{sentence()}</Notice>
      <Tabs callId={props.call.id} current={props.tab} />
      <View {...props} player={undefined} view={view()} />
    </div>
  );
}

function Detail(props: { call: CallFields; onRefresh: () => void }) {
  usePageTitle(() => `${props.call.agent.name}, ${formatMoment(props.call.startedAt)}`);
  const [search] = useSearchParams<{ tab?: string }>();
  const client = useClient();
  const { id } = props.call;
  const shouldRefresh = createMemo(() => isUnfinished(props.call));
  createEffect(() => {
    if (!shouldRefresh()) return;
    const timer = setInterval(() => { props.onRefresh(); }, REFRESH_MS);
    onCleanup(() => { clearInterval(timer); });
  });
  const isRunning = createMemo(() => props.call.status === 'ACTIVE');
  const running = createMemo(() => (isRunning() ? followRunning(id, props.onRefresh) : undefined));
  const marked = createCallEvents(client, id, () => props.call.lastSeq, [...MARKED_TYPES]);
  const markers = createMemo(() => markersOf(marked.events()));
  // All events are many: they are read when a tab wants them, and kept for the others.
  const owner = getOwner();
  let log: CallEvents | undefined;
  const wholeLog = () => log ??= runWithOwner(owner, () => createCallEvents(client, id, () => props.call.lastSeq))!;
  // The address of the recording is signed anew with every answer; the player keeps the one it has.
  const recordingId = createMemo(() => props.call.recording?.id);
  const tab = () => readTab(search.tab);
  return (
    <>
      <Heading call={props.call} onChanged={props.onRefresh} />
      <Show when={recordingId()} keyed fallback={<UnrecordedCall call={props.call} tab={tab()} log={wholeLog} running={running()} isExpected={shouldRefresh()} />}>
        {(_id) => <RecordedCall call={props.call} tab={tab()} log={wholeLog} running={running()} recording={props.call.recording!} markers={markers()} />}
      </Show>
    </>
  );
}

/** One call: how it went, its sound, its words. `?t=12.5` starts at that second, `?tab=` chooses what is shown below. */
export function CallPage() {
  const params = useParams<{ id: string }>();
  useBeforeLeave(leaveCall);
  const [result, refetch] = createQuery({ query: callQuery, variables: () => ({ id: params.id }), requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  return (
    <Switch>
      <Match when={result.data?.call?.id} keyed>{(_id) => <Detail call={result.data!.call!} onRefresh={refresh} />}</Match>
      <Match when={result.error}>{(error) => <FailedPage sentence={sentenceOf(error())} onRetry={refresh} back={<BackLink href={listHref()}>{t().call.back}</BackLink>} />}</Match>
      <Match when={!result.data}><SkeletonRows class="h-28" /></Match>
      <Match when={result.data}><h1 class="sr-only">{t().frame.notFoundTitle}</h1><EmptyState icon={<Phone size={36} />} title={t().frame.notFoundTitle} text={t().call.notFound}><A class={buttonClass('primary')} href={listHref()}>{t().call.back}</A></EmptyState></Match>
    </Switch>
  );
}
