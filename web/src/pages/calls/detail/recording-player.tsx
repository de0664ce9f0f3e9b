import Download from 'lucide-solid/icons/download';
import FastForward from 'lucide-solid/icons/fast-forward';
import LinkIcon from 'lucide-solid/icons/link';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import ZoomIn from 'lucide-solid/icons/zoom-in';
import ZoomOut from 'lucide-solid/icons/zoom-out';
import { createEffect, createMemo, For, Show } from 'solid-js';
import { useActions } from '../../../frame/actions.js';
import { locale, t } from '../../../i18n/index.js';
import { formatClock } from '../../../i18n/format.js';
import { Button, IconButton } from '../../../ui/button.js';
import { copyText } from '../../../ui/copy.js';
import { Notice } from '../../../ui/parts.js';
import type { RecordingFields, TurnFields } from '../call-documents.js';
import type { Channel } from './channels.js';
import type { Marker } from './markers.js';
import { SPEEDS, type Player } from './player.js';
import type { TimeView } from './time-view.js';
import { Waveform } from './waveform.js';

interface PlayerProps { player: Player; view: TimeView }

/** One side alone: pressed again, both are heard. */
function SoloButton(props: { player: Player; side: Exclude<Channel, 'both'> }) {
  const isAlone = () => props.player.channel() === props.side;
  return (
    <button type="button" aria-pressed={isAlone()} title={t().call.solo} class={`control inline-flex items-center gap-1.5 rounded-lg px-2.5 text-sm ${isAlone() ? 'bg-accent-soft font-medium text-accent' : 'text-muted hover:bg-sunken hover:text-ink'}`} onClick={() => { props.player.listenTo(isAlone() ? 'both' : props.side); }}>
      <span class={`size-2 rounded-full ${props.side === 'caller' ? 'bg-caller' : 'bg-agent'}`} aria-hidden="true" />{props.side === 'caller' ? t().call.callerSide : t().call.agentSide}
    </button>
  );
}

/** How much of a long call is in view, and which part. */
function Zoom(props: PlayerProps) {
  return (
    <Show when={props.view.zoomMax > 1}>
      <IconButton label={t().call.zoomOut} disabled={props.view.zoom() <= 1} class="disabled:opacity-40" onClick={() => { props.view.setZoom(props.view.zoom() / 2, props.player.positionMs()); }}><ZoomOut size={17} aria-hidden="true" /></IconButton>
      <IconButton label={t().call.zoomIn} disabled={props.view.zoom() >= props.view.zoomMax} class="disabled:opacity-40" onClick={() => { props.view.setZoom(props.view.zoom() * 2, props.player.positionMs()); }}><ZoomIn size={17} aria-hidden="true" /></IconButton>
    </Show>
  );
}

function Pan(props: { view: TimeView }) {
  const lastMs = () => Math.max(0, props.view.durationMs - props.view.viewMs());
  return (
    <Show when={props.view.zoom() > 1}>
      <input type="range" class="control w-full accent-accent" aria-label={t().call.partShown} aria-valuetext={t().call.partText(formatClock(props.view.fromMs()), formatClock(props.view.toMs()))}
        min={0} max={Math.round(lastMs())} step={Math.max(1, Math.round(props.view.viewMs() / 20))} value={Math.round(props.view.fromMs())} onInput={(event) => { props.view.setFromMs(event.currentTarget.valueAsNumber); }} />
    </Show>
  );
}

function SpeedSelect(props: { player: Player }) {
  return (
    <label class="flex items-center text-sm text-muted" title={t().call.speedKeys}>
      <span class="sr-only">{t().call.speed}</span>
      <select class="field-box control w-auto" onChange={(event) => { props.player.setSpeed(Number(event.currentTarget.value)); }}>
        <For each={SPEEDS}>{(speed) => <option value={speed} selected={speed === props.player.speed()}>{speed.toLocaleString(locale())}×</option>}</For>
      </select>
    </label>
  );
}

/** `?t=` of the place that is heard, with tenths of a second. */
const momentLink = (callId: string, positionMs: number) => `${location.origin}/calls/${callId}?t=${(Math.round(positionMs / 100) / 10).toString()}`;

/** Listening to a call: waveform, play, one side, speed, zoom, a link to the moment, download. */
export function RecordingPlayer(props: PlayerProps & { callId: string; recording: RecordingFields; turns: readonly TurnFields[]; markers: readonly Marker[] }) {
  let download: HTMLAnchorElement | undefined;
  const copyMoment = () => { void copyText(momentLink(props.callId, props.player.positionMs())); };
  useActions(() => [
    { id: 'call.copy-moment', name: t().call.copyMoment, icon: () => <LinkIcon size={16} />, run: copyMoment },
    { id: 'call.download', name: t().call.download, keywords: t().call.recording, icon: () => <Download size={16} />, run: () => { download?.click(); } },
  ]);
  const seconds = createMemo(() => Math.floor(props.player.positionMs() / 1_000));
  createEffect(() => { props.view.follow(props.player.positionMs()); });
  return (
    <section class="card p-3 sm:p-4" aria-label={t().call.recording}>
      <Show when={props.player.hasFailed()}><div class="mb-3"><Notice tone="danger">{t().call.playbackFailed}</Notice></div></Show>
      <Waveform peaks={props.recording.peaks} turns={props.turns} markers={props.markers} player={props.player} view={props.view} />
      <Pan view={props.view} />
      <div class="mt-2 flex flex-wrap items-center gap-x-1.5 gap-y-2">
        <Button look="primary" class="min-w-28" onClick={props.player.toggle} aria-keyshortcuts="Space K" title={t().call.playKeys}>
          <Show when={props.player.isPlaying()} fallback={<><Play size={16} aria-hidden="true" />{t().call.play}</>}><Pause size={16} aria-hidden="true" />{t().call.pause}</Show>
        </Button>
        <span class="mr-1 px-1.5 text-sm tabular-nums">{formatClock(seconds() * 1_000)} <span class="text-muted">/ {formatClock(props.player.durationMs)}</span></span>
        <div role="group" aria-label={t().call.solo} class="flex"><SoloButton player={props.player} side="caller" /><SoloButton player={props.player} side="agent" /></div>
        <Show when={props.player.silences.length > 0}>
          <button type="button" aria-pressed={props.player.isSkippingSilence()} class={`control inline-flex items-center gap-1.5 rounded-lg px-2.5 text-sm ${props.player.isSkippingSilence() ? 'bg-accent-soft font-medium text-accent' : 'text-muted hover:bg-sunken hover:text-ink'}`} onClick={() => props.player.setSkippingSilence((value) => !value)}>
            <FastForward size={15} aria-hidden="true" />{t().call.skipSilence}
          </button>
        </Show>
        <div class="ml-auto flex items-center gap-1">
          <Zoom player={props.player} view={props.view} />
          <IconButton label={t().call.copyMoment} onClick={copyMoment}><LinkIcon size={17} aria-hidden="true" /></IconButton>
          <a ref={download} class="control inline-flex aspect-square items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink" href={props.player.fileUrl()} download={`${props.callId}.wav`} aria-label={t().call.download} title={t().call.download}><Download size={17} aria-hidden="true" /></a>
          <SpeedSelect player={props.player} />
        </div>
      </div>
    </section>
  );
}
