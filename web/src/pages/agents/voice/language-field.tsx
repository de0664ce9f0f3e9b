import { createMemo, createSignal, For, Show } from 'solid-js';
import { languageName } from '../../../i18n/format.js';
import { locale, t } from '../../../i18n/index.js';
import { Field, TextField } from '../../../ui/field.js';
import type { AgentEditor } from '../agent-editor.js';
import { isLanguageTag } from '../draft.js';
import { LANGUAGE_TAGS, sortedLanguages } from './languages.js';

const OTHER = 'other';

/** The language that is spoken: one of many by its name, or any by its tag. */
export function LanguageField(props: { editor: AgentEditor }) {
  const { draft, edit, faultOf } = props.editor;
  const [isWritten, setWritten] = createSignal(false);
  // What is being written joins the list once somebody chooses from it again.
  const languages = createMemo(() => sortedLanguages([...(isLanguageTag(draft.language) && !isWritten() ? [draft.language] : []), ...LANGUAGE_TAGS], languageName, locale()));
  const choose = (value: string) => { setWritten(value === OTHER); if (value !== OTHER) { edit('language', value); props.editor.leave('language'); } };
  return (
    <div class="flex flex-col gap-3 sm:max-w-sm">
      <Field label={t().editor.language} hint={t().voices.languageHint}>
        {(ids) => (
          <select class="field-box control" {...ids} value={isWritten() ? OTHER : draft.language} onChange={(event) => { choose(event.currentTarget.value); }}>
            <For each={languages()}>{({ tag, name }) => <option value={tag} selected={!isWritten() && tag === draft.language}>{name}</option>}</For>
            <option value={OTHER} selected={isWritten()}>{t().voices.otherTag}</option>
          </select>
        )}
      </Field>
      <Show when={isWritten()}>
        <TextField label={t().voices.tag} hint={isLanguageTag(draft.language) ? languageName(draft.language) : undefined} fault={faultOf('language')} data-place="language" autocomplete="off" spellcheck={false} value={draft.language} onValue={(value) => edit('language', value.trim())} />
      </Show>
    </div>
  );
}
