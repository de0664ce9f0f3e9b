import { For, Show, type ParentProps } from 'solid-js';
import { t } from '../../i18n/index.js';
import { languageName } from '../../i18n/format.js';
import { Field, TextArea, TextField } from '../../ui/field.js';
import type { AgentEditor } from './agent-editor.js';
import { DRAFT_LIMITS } from './draft.js';
import { KnowledgeEditor } from './knowledge-editor.js';
import { TurnTakingEditor } from './turn-taking-editor.js';

/** Offered in the list; an agent that has another keeps it. */
const LANGUAGES = ['en', 'en-GB', 'en-US', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'ja', 'zh'];

function Section(props: ParentProps<{ title: string; hint?: string }>) {
  return (
    <section class="card p-4 sm:p-5">
      <h2 class="font-semibold">{props.title}</h2>
      <Show when={props.hint}><p class="text-sm text-muted">{props.hint}</p></Show>
      <div class="mt-4 flex flex-col gap-4">{props.children}</div>
    </section>
  );
}

/** All that makes the agent. What is left by keyboard or mouse is saved, and its fault told. */
export function AgentFields(props: { editor: AgentEditor }) {
  const { draft, edit, faultOf } = props.editor;
  const languages = () => [...new Set([draft.language, ...LANGUAGES])];
  const onLeave = (event: FocusEvent) => { const place = (event.target as HTMLElement).dataset['place']; if (place) props.editor.leave(place); };
  return (
    <div class="flex flex-col gap-4" onFocusOut={onLeave}>
      <Section title={t().editor.basics}>
        <TextField label={t().editor.name} required maxlength={DRAFT_LIMITS.nameCharacters} data-place="name" fault={faultOf('name')} value={draft.name} onValue={(value) => edit('name', value)} />
        <TextArea label={t().editor.greeting} hint={t().editor.greetingHint} maxlength={DRAFT_LIMITS.greetingCharacters} class="min-h-14" data-place="greeting" value={draft.greeting} onValue={(value) => edit('greeting', value)} />
        <TextArea label={t().editor.instructions} hint={t().editor.instructionsHint} maxlength={DRAFT_LIMITS.instructionsCharacters} class="min-h-36" data-place="instructions" value={draft.instructions} onValue={(value) => edit('instructions', value)} />
        <div class="grid gap-4 sm:grid-cols-2">
          <TextField label={t().editor.voice} hint={t().editor.voiceHint} placeholder={t().editor.voicePlaceholder} maxlength={DRAFT_LIMITS.voiceCharacters} data-place="voice" value={draft.voice} onValue={(value) => edit('voice', value)} />
          <Field label={t().editor.language}>
            {(ids) => <select class="field-box control" {...ids} data-place="language" value={draft.language} onChange={(event) => edit('language', event.currentTarget.value)}><For each={languages()}>{(tag) => <option value={tag} selected={tag === draft.language}>{languageName(tag)}</option>}</For></select>}
          </Field>
        </div>
      </Section>
      <Section title={t().editor.knowledge} hint={t().editor.knowledgeHint}><KnowledgeEditor draft={draft} edit={edit} faultOf={faultOf} /></Section>
      <Section title={t().editor.turnTaking} hint={t().editor.turnTakingHint}><TurnTakingEditor draft={draft} edit={edit} faultOf={faultOf} /></Section>
    </div>
  );
}
