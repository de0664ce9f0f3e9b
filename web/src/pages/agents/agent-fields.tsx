import { Show, type ParentProps } from 'solid-js';
import { locale, t } from '../../i18n/index.js';
import { TextArea, TextField } from '../../ui/field.js';
import type { AgentEditor } from './agent-editor.js';
import { DRAFT_LIMITS } from './draft.js';
import { KnowledgeEditor } from './knowledge/knowledge-editor.js';
import { roughTokens } from './tokens.js';
import { TurnTakingEditor } from './turn-taking-editor.js';
import { LanguageField } from './voice/language-field.js';
import { VoicePicker } from './voice/voice-picker.js';

function Section(props: ParentProps<{ title: string; hint?: string }>) {
  return (
    <section class="card p-4 sm:p-5">
      <h2 class="font-semibold">{props.title}</h2>
      <Show when={props.hint}><p class="text-sm text-muted">{props.hint}</p></Show>
      <div class="mt-4 flex flex-col gap-4">{props.children}</div>
    </section>
  );
}

/** How much of the instructions there is, and about what a model makes of it. */
function InstructionsSize(props: { text: string }) {
  const shown = (value: number) => value.toLocaleString(locale());
  return <p class="-mt-3 text-sm text-muted">{t().editor.characters(shown(props.text.length), shown(DRAFT_LIMITS.instructionsCharacters))} {t().editor.tokens(roughTokens(props.text))}</p>;
}

/** All that makes the agent. What is left by keyboard or mouse is saved, and its fault told. */
export function AgentFields(props: { editor: AgentEditor }) {
  const { draft, edit, faultOf } = props.editor;
  const onLeave = (event: FocusEvent) => { const place = (event.target as HTMLElement).dataset['place']; if (place) props.editor.leave(place); };
  return (
    <div class="flex flex-col gap-4" onFocusOut={onLeave}>
      <Section title={t().editor.basics}>
        <TextField label={t().editor.name} required maxlength={DRAFT_LIMITS.nameCharacters} data-place="name" fault={faultOf('name')} value={draft.name} onValue={(value) => edit('name', value)} />
        <TextArea label={t().editor.greeting} hint={t().editor.greetingHint} class="min-h-14" data-place="greeting" fault={faultOf('greeting')} value={draft.greeting} onValue={(value) => edit('greeting', value)} />
        <TextArea label={t().editor.instructions} hint={t().editor.instructionsHint} class="min-h-36" data-place="instructions" fault={faultOf('instructions')} value={draft.instructions} onValue={(value) => edit('instructions', value)} />
        <InstructionsSize text={draft.instructions} />
      </Section>
      <Section title={t().voices.title} hint={t().voices.sectionHint}><LanguageField editor={props.editor} /><VoicePicker editor={props.editor} /></Section>
      <Section title={t().editor.knowledge} hint={t().editor.knowledgeHint}><KnowledgeEditor editor={props.editor} /></Section>
      <Section title={t().editor.turnTaking} hint={t().editor.turnTakingHint}><TurnTakingEditor editor={props.editor} /></Section>
    </div>
  );
}
