import Download from 'lucide-solid/icons/download';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import { For, Show } from 'solid-js';
import { locale, t } from '../../i18n/index.js';
import { formatClock } from '../../i18n/format.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/parts.js';
import type { RecordingFields } from './call-documents.js';
import { SPEEDS, type Player } from './player.js';
import { Waveform } from './waveform.js';

/** Listening to a call: waveform, play, speed, download. */
export function RecordingPlayer(props: { recording: RecordingFields; player: Player }) {
  return (
    <section class="card p-4" aria-label={t().call.recording}>
      <Show when={props.player.hasFailed()}><div class="mb-3"><Notice tone="danger">{t().call.playbackFailed}</Notice></div></Show>
      <Waveform peaks={props.recording.peaks} player={props.player} />
      <div class="mt-3 flex flex-wrap items-center gap-3">
        <Button look="primary" class="min-w-28" onClick={props.player.toggle}>
          <Show when={props.player.isPlaying()} fallback={<><Play size={16} aria-hidden="true" />{t().call.play}</>}><Pause size={16} aria-hidden="true" />{t().call.pause}</Show>
        </Button>
        <span class="text-sm tabular-nums">{formatClock(props.player.positionMs())} <span class="text-muted">/ {formatClock(props.player.durationMs)}</span></span>
        <div class="flex items-center gap-3 text-xs text-muted">
          <span class="flex items-center gap-1.5"><span class="size-2 rounded-full bg-caller" aria-hidden="true" />{t().call.callerSide}</span>
          <span class="flex items-center gap-1.5"><span class="size-2 rounded-full bg-agent" aria-hidden="true" />{t().call.agentSide}</span>
        </div>
        <div class="ml-auto flex items-center gap-2">
          <label class="flex items-center gap-2 text-sm text-muted">
            {t().call.speed}
            <select class="field-box control w-auto" onChange={(event) => { props.player.setSpeed(Number(event.currentTarget.value)); }}>
              <For each={SPEEDS}>{(speed) => <option value={speed} selected={speed === props.player.speed()}>{speed.toLocaleString(locale())}×</option>}</For>
            </select>
          </label>
          <a class="control inline-flex aspect-square items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink" href={props.player.fileUrl} download="call.wav" aria-label={t().call.download} title={t().call.download}><Download size={17} aria-hidden="true" /></a>
        </div>
      </div>
    </section>
  );
}
