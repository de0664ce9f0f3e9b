import { For, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import type { Draft } from '../draft.js';
import { choiceText, fieldName, numberText } from '../field-words.js';
import { TURN_TAKING_NUMBERS } from '../turn-taking.js';

function Row(props: { name: string; text: string }) {
  return (
    <div class="grid gap-x-6 gap-y-1 py-3 md:grid-cols-[11rem_minmax(0,1fr)]">
      <dt class="text-sm font-medium">{props.name}</dt>
      <dd class={`min-w-0 text-sm break-words whitespace-pre-wrap ${props.text === '' ? 'text-muted' : ''}`}>{props.text || t().common.none}</dd>
    </div>
  );
}

/** An agent as it was, to read. */
export function VersionView(props: { draft: Draft }) {
  return (
    <dl class="divide-y divide-line">
      <Row name={fieldName('name')} text={props.draft.name} />
      <Row name={fieldName('greeting')} text={props.draft.greeting} />
      <Row name={fieldName('instructions')} text={props.draft.instructions} />
      <Row name={fieldName('language')} text={choiceText('language', props.draft.language)} />
      <Row name={fieldName('voice')} text={choiceText('voice', props.draft.voice)} />
      <div class="grid gap-x-6 gap-y-1 py-3 md:grid-cols-[11rem_minmax(0,1fr)]">
        <dt class="text-sm font-medium">{fieldName('knowledge')}</dt>
        <dd class="flex min-w-0 flex-col gap-2.5 text-sm">
          <Show when={props.draft.knowledge.length > 0} fallback={<span class="text-muted">{t().common.none}</span>}>
            <For each={props.draft.knowledge}>{(entry) => <div><p class="font-medium break-words">{entry.title}</p><p class="break-words whitespace-pre-wrap text-muted">{entry.text}</p></div>}</For>
          </Show>
        </dd>
      </div>
      <Row name={fieldName('turnTaking.isInterruptible')} text={t().compare.onOff(props.draft.turnTaking.isInterruptible)} />
      <For each={TURN_TAKING_NUMBERS}>{(name) => <Row name={fieldName(`turnTaking.${name}`)} text={numberText(name, props.draft.turnTaking[name])} />}</For>
    </dl>
  );
}
