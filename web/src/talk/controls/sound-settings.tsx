import Settings from 'lucide-solid/icons/sliders-horizontal';
import { createUniqueId, For, Show, type ParentProps } from 'solid-js';
import { t } from '../../i18n/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { canChooseLoudspeaker } from '../sound/loudspeaker.js';
import type { DeviceKind } from '../sound/devices.js';
import type { Talk } from '../talk.js';
import { isResting } from '../talk-phase.js';
import { LevelMeter } from './level-meter.js';

function DevicePicker(props: { label: string; kind: DeviceKind; onChoose: (id: string) => void }) {
  const id = createUniqueId();
  return (
    <div class="flex min-w-0 flex-1 flex-col gap-1">
      <label for={id} class="text-xs font-medium text-muted">{props.label}</label>
      <select id={id} class="field-box control min-w-0" onChange={(event) => { props.onChoose(event.currentTarget.value); }}>
        <option value="" selected={props.kind.chosen().id === ''}>{t().talk.systemChoice}</option>
        <For each={props.kind.list()}>{(device) => <option value={device.id} selected={props.kind.chosen().id === device.id}>{device.label}</option>}</For>
      </select>
    </div>
  );
}

function Toggle(props: { label: string; hint?: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label class="control flex cursor-pointer items-center gap-2.5 py-1 text-sm">
      <input type="checkbox" class="size-4 shrink-0 accent-accent" checked={props.isOn} onChange={(event) => { props.onChange(event.currentTarget.checked); }} />
      <span>{props.label}<Show when={props.hint}><span class="block text-xs text-muted">{props.hint}</span></Show></span>
    </label>
  );
}

/** Which microphone, and before a call a way to see that it works. */
export function MicrophoneSettings(props: ParentProps<{ talk: Talk }>) {
  const { talk } = props;
  const { microphones } = talk.devices;
  const isTesting = () => talk.test.state() !== 'off';
  const fault = () => talk.test.fault() ?? talk.switchFault();
  return (
    <div class="flex flex-col gap-2">
      <div class="flex items-end gap-2">
        <DevicePicker label={t().talk.microphone} kind={microphones} onChoose={(id) => { void talk.chooseMicrophone(id); }} />
        <Show when={isResting(talk.shown.phase)}>
          <Button aria-pressed={isTesting()} isBusy={talk.test.state() === 'opening'} onClick={() => { if (isTesting()) talk.test.stop(); else void talk.test.start(microphones.chosen().id); }}>{isTesting() ? t().talk.stopTest : t().talk.test}</Button>
        </Show>
        {props.children}
      </div>
      <Show when={talk.test.state() === 'on'}><div class="flex items-center gap-3 text-sm text-muted" role="status"><LevelMeter level={talk.test.level()} /><span>{t().talk.testing}</span></div></Show>
      <Show when={fault()}>{(kind) => <p class="text-sm text-danger" role="alert">{t().talk.faults[kind()]}</p>}</Show>
    </div>
  );
}

/** Everything else about the sound: where the voice goes, and how the microphone opens. */
export function SoundSettings(props: { talk: Talk }) {
  const { preferences, devices } = props.talk;
  const canSpeak = () => isResting(props.talk.shown.phase) || props.talk.shown.way === 'spoken';
  return (
    <div class="flex flex-col gap-1">
      <Show when={canChooseLoudspeaker()}><DevicePicker label={t().talk.loudspeaker} kind={devices.loudspeakers} onChoose={devices.loudspeakers.choose} /></Show>
      <Toggle label={t().talk.muteVoice} isOn={preferences.isVoiceMuted()} onChange={preferences.setVoiceMuted} />
      <Show when={canSpeak()}><Toggle label={t().talk.pushToTalk} hint={t().talk.pushToTalkHint} isOn={preferences.isPushToTalk()} onChange={preferences.setPushToTalk} /></Show>
      <Show when={devices.microphones.list().length === 0}><p class="text-xs text-muted">{t().talk.namesLater}</p></Show>
    </div>
  );
}

/** Opens and closes the settings that stand under this id. */
export function SoundButton(props: { controls: string; isOpen: boolean; onToggle: () => void }) {
  return <IconButton label={t().talk.sound} aria-expanded={props.isOpen} aria-controls={props.controls} class="border border-edge" onClick={() => props.onToggle()}><Settings size={17} aria-hidden="true" /></IconButton>;
}
