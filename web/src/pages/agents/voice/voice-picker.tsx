import Play from 'lucide-solid/icons/play';
import Square from 'lucide-solid/icons/square';
import { createQuery } from '@urql/solid';
import { createMemo, createSignal, createUniqueId, For, Match, Show, Switch, type JSX } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { languageName } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { IconButton } from '../../../ui/button.js';
import { TextField } from '../../../ui/field.js';
import { Badge, FailedState, Notice, SkeletonRows } from '../../../ui/parts.js';
import type { AgentEditor } from '../agent-editor.js';
import { DRAFT_LIMITS } from '../draft.js';
import { voicesQuery, type Voice } from './voice-documents.js';
import { groupVoices, isSameLanguage, previewText, voiceKey } from './voice-list.js';
import { createVoicePreview, type VoicePreview } from './voice-preview.js';

/** More voices than this are filtered. */
const FILTERED_FROM = 10;
/** So many rows are drawn; a filter finds the rest. */
const ROWS_MAX = 60;

const genderOf = ({ gender }: Voice): string | undefined => (gender !== null && gender in t().voices.genders ? t().voices.genders[gender as 'female'] : gender ?? undefined);

const detailsOf = (voice: Voice, hasProviders: boolean): string => [languageName(voice.language), genderOf(voice), hasProviders ? voice.pluginId : undefined].filter((text) => text !== undefined).join(' · ');

interface RowProps {
  group: string;
  value: string;
  name: string;
  details: JSX.Element;
  isChosen: boolean;
  onChoose: () => void;
  /** The voice to be heard; undefined where it cannot be. */
  heard: string | undefined;
  preview: VoicePreview;
  text: string | null;
}

/** One voice: choose it, or only hear it. */
function Row(props: RowProps) {
  // The default voice stands in the list twice, and only where it was pressed it plays.
  const key = () => `${props.value} ${props.heard}`;
  const phase = () => props.preview.phaseOf(key());
  const fault = () => (props.preview.fault()?.key === key() ? props.preview.fault()?.sentence : undefined);
  return (
    <li class={`px-3 ${props.isChosen ? 'bg-accent-soft' : ''}`}>
      <div class="flex items-center gap-2">
        <label class="control relative flex min-w-0 flex-1 cursor-pointer items-center gap-3 py-1.5">
          <input type="radio" class="peer sr-only" name={props.group} value={props.value} checked={props.isChosen} onChange={() => props.onChoose()} />
          <span class="size-4 shrink-0 rounded-full border border-edge bg-surface peer-checked:border-5 peer-checked:border-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent" aria-hidden="true" />
          <span class="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2"><span class="font-medium">{props.name}</span><span class="text-sm text-muted">{props.details}</span></span>
        </label>
        <Show when={props.heard}>
          {(heard) => (
            <IconButton label={phase() ? t().voices.stop(props.name) : t().voices.hear(props.name)} aria-busy={phase() === 'loading'} data-preview={phase() ?? 'resting'} onClick={() => { props.preview.toggle(key(), heard(), props.text); }}>
              <Switch fallback={<Play size={16} aria-hidden="true" />}>
                <Match when={phase() === 'loading'}><span class="size-3.5 animate-spin rounded-full border-2 border-current border-t-transparent" aria-hidden="true" /></Match>
                <Match when={phase() === 'playing'}><Square size={14} class="text-accent" aria-hidden="true" /></Match>
              </Switch>
            </IconButton>
          )}
        </Show>
      </div>
      <div role="alert"><Show when={fault()}>{(sentence) => <p class="pb-2 pl-7 text-sm text-danger">{sentence()}</p>}</Show></div>
    </li>
  );
}

function Voices(props: { editor: AgentEditor; voices: readonly Voice[]; preview: VoicePreview }) {
  const group = createUniqueId();
  const [filter, setFilter] = createSignal('');
  const { draft, edit } = props.editor;
  const hasProviders = () => new Set(props.voices.map(({ pluginId }) => pluginId)).size > 1;
  const describe = (voice: Voice) => `${voice.name} ${detailsOf(voice, true)} ${voice.language} ${voice.id}`;
  const groups = createMemo(() => groupVoices(props.voices, draft.language, filter(), describe));
  const chosen = () => props.voices.find(({ id }) => id === draft.voice);
  const standard = () => props.voices[0];
  const isGone = () => draft.voice !== '' && chosen() === undefined;
  const text = () => previewText(draft.greeting);
  const choose = (id: string) => { edit('voice', id); props.editor.leave('voice'); };
  const rows = (voices: readonly Voice[]) => (
    <For each={voices.slice(0, ROWS_MAX)}>
      {(voice) => <Row group={group} value={voice.id} name={voice.name} details={detailsOf(voice, hasProviders())} isChosen={chosen() === voice} onChoose={() => { choose(voice.id); }} heard={voiceKey(voice)} preview={props.preview} text={text()} />}
    </For>
  );
  const heading = (words: string) => <li class="bg-canvas px-3 py-1 text-xs font-medium text-muted">{words}</li>;
  return (
    <>
      <Show when={props.voices.length > FILTERED_FROM}><input type="search" class="field-box control" aria-label={t().voices.filter} placeholder={t().voices.filter} value={filter()} onInput={(event) => setFilter(event.currentTarget.value)} /></Show>
      <Show when={isGone()}><Notice tone="warning">{t().voices.goneChosen(draft.voice)}</Notice></Show>
      <Show when={chosen() && !isSameLanguage(chosen()!.language, draft.language)}><Notice tone="warning">{t().voices.otherLanguage(chosen()!.name, languageName(chosen()!.language), languageName(draft.language))}</Notice></Show>
      <ul class="max-h-80 divide-y divide-line overflow-y-auto rounded-lg border border-edge">
        <Show when={filter() === ''}>
          <Row group={group} value="" name={t().editor.voicePlaceholder} details={standard() ? t().voices.standard(standard()!.name) : ''} isChosen={draft.voice === ''} onChoose={() => { choose(''); }} heard={standard() && voiceKey(standard()!)} preview={props.preview} text={text()} />
        </Show>
        <Show when={isGone()}><Row group={group} value={draft.voice} name={draft.voice} details={<Badge tone="warning">{t().voices.notListed}</Badge>} isChosen onChoose={() => {}} heard={undefined} preview={props.preview} text={text()} /></Show>
        {rows(groups().fitting)}
        <Show when={groups().others.length > 0}>{heading(groups().fitting.length > 0 ? t().voices.others : t().voices.noneFits(languageName(draft.language)))}{rows(groups().others)}</Show>
        <Show when={groups().fitting.length + groups().others.length === 0}><li class="px-3 py-4 text-sm text-muted">{t().voices.nothingFound}</li></Show>
        <Show when={groups().fitting.length > ROWS_MAX || groups().others.length > ROWS_MAX}><li class="px-3 py-2 text-sm text-muted">{t().voices.more(props.voices.length)}</li></Show>
      </ul>
    </>
  );
}

/** Which voice speaks: chosen from those of the providers that calls use, and heard before. */
export function VoicePicker(props: { editor: AgentEditor }) {
  const [result, refetch] = createQuery({ query: voicesQuery });
  const preview = createVoicePreview();
  const { draft, edit } = props.editor;
  return (
    <fieldset class="flex min-w-0 flex-col gap-2">
      <legend class="mb-1 text-sm font-medium">{t().editor.voice}</legend>
      <Switch>
        <Match when={result.error}>
          {(error) => (
            <>
              <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />
              <TextField label={t().voices.byName} hint={t().editor.voiceHint} placeholder={t().editor.voicePlaceholder} maxlength={DRAFT_LIMITS.voiceCharacters} data-place="voice" value={draft.voice} onValue={(value) => edit('voice', value)} />
            </>
          )}
        </Match>
        <Match when={!result.data}><SkeletonRows rows={4} class="h-10" /></Match>
        <Match when={result.data?.voices}>{(voices) => <Voices editor={props.editor} voices={voices()} preview={preview} />}</Match>
      </Switch>
      {preview.audio}
      <p class="text-sm text-muted">{t().voices.hint}</p>
    </fieldset>
  );
}
