import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import { createMemo, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { formatClock } from '../../../i18n/format.js';
import { IconButton } from '../../../ui/button.js';
import { createPlayback, type PlayedRecording } from '../detail/playback.js';
import { createTimeView } from '../detail/time-view.js';
import { Waveform, type SaidWords } from '../detail/waveform.js';

/** Listening in passing: the waveform and one button. */
export function PeekPlayer(props: { callId: string; recording: PlayedRecording; turns: readonly SaidWords[] }) {
  const player = createPlayback(props.callId, props.recording);
  const view = createTimeView(props.recording.durationMs);
  const seconds = createMemo(() => Math.floor(player.positionMs() / 1_000));
  return (
    <section aria-label={t().call.recording}>
      <Waveform peaks={props.recording.peaks} turns={props.turns} markers={[]} player={player} view={view} />
      <div class="mt-1 flex items-center gap-2">
        <IconButton class="bg-accent text-on-accent hover:bg-accent-strong hover:text-on-accent" label={player.isPlaying() ? t().call.pause : t().call.play} onClick={player.toggle}><Show when={player.isPlaying()} fallback={<Play size={16} aria-hidden="true" />}><Pause size={16} aria-hidden="true" /></Show></IconButton>
        <span class="text-sm tabular-nums">{formatClock(seconds() * 1_000)} <span class="text-muted">/ {formatClock(player.durationMs)}</span></span>
        <Show when={player.hasFailed()}><span class="text-sm text-danger" role="alert">{t().call.playbackFailed}</span></Show>
      </div>
    </section>
  );
}
