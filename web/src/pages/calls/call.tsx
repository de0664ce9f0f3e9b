import { A, useBeforeLeave, useParams, useSearchParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import Phone from 'lucide-solid/icons/phone';
import { createEffect, createMemo, Match, onCleanup, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { formatMoment } from '../../i18n/format.js';
import { buttonClass } from '../../ui/button.js';
import { EmptyState, FailedState, Notice, SkeletonRows } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { callQuery, type CallFields, type RecordingFields } from './call-documents.js';
import { Heading } from './detail/heading.js';
import { turnMarkers } from './detail/markers.js';
import { createPlayback } from './detail/playback.js';
import { usePlayerKeys } from './detail/player-keys.js';
import { RecordingPlayer } from './detail/recording-player.js';
import { createTimeView } from './detail/time-view.js';
import { Transcript } from './detail/transcript.js';
import { leaveCall, listHref } from './list/list-memory.js';

/** A running call is asked for this often, and so is a recording that is on its way. */
const REFRESH_MS = 2_000;
/** Recordings arrive within seconds; one that is missing after this will not come. */
const RECORDING_WAIT_MS = 60_000;

/** Whether something of this call is still to come. */
function isUnfinished(call: CallFields): boolean {
  if (call.status !== 'ENDED') return true;
  return call.recording === null && call.answeredAt !== null && call.endedAt !== null && Date.now() - new Date(call.endedAt).getTime() < RECORDING_WAIT_MS;
}

function RecordedCall(props: { call: CallFields; recording: RecordingFields }) {
  const [search] = useSearchParams<{ t?: string }>();
  const player = createPlayback(props.call.id, props.recording, Math.max(0, Number(search.t ?? 0) * 1_000) || 0);
  usePlayerKeys(player);
  const view = createTimeView(props.recording.durationMs);
  const markers = createMemo(() => turnMarkers(props.call.turns));
  return (
    <div class="flex flex-col gap-4">
      <div class="lg:sticky lg:top-2 lg:z-10"><RecordingPlayer callId={props.call.id} recording={props.recording} turns={props.call.turns} markers={markers()} player={player} view={view} /></div>
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
      <Heading call={props.call} onChanged={props.onRefresh} />
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
  useBeforeLeave(leaveCall);
  const [result, refetch] = createQuery({ query: callQuery, variables: () => ({ id: params.id }), requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  return (
    <Switch>
      <Match when={result.data?.call?.id} keyed>{(_id) => <Detail call={result.data!.call!} onRefresh={refresh} />}</Match>
      <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
      <Match when={!result.data}><SkeletonRows class="h-28" /></Match>
      <Match when={result.data}><h1 class="sr-only">{t().frame.notFoundTitle}</h1><EmptyState icon={<Phone size={36} />} title={t().frame.notFoundTitle} text={t().call.notFound}><A class={buttonClass('primary')} href={listHref()}>{t().call.back}</A></EmptyState></Match>
    </Switch>
  );
}
