import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { setViewer, viewer, type Viewer } from '../../api/session.js';
import { speak } from '../../frame/speak.js';
import { areShortcutsOn, setShortcutsOn } from '../../frame/shortcuts.js';
import { setTheme, theme, THEMES } from '../../frame/theme.js';
import { t } from '../../i18n/index.js';
import { languageChoice, LANGUAGE_CHOICES } from '../../i18n/language.js';
import { Button } from '../../ui/button.js';
import { Choice } from '../../ui/choice.js';
import { TextField } from '../../ui/field.js';
import { PageHeading } from '../../ui/parts.js';
import { Section } from '../../ui/section.js';
import { Toggle } from '../../ui/toggle.js';
import { usePageTitle } from '../../ui/title.js';
import { toast } from '../../ui/toast.js';
import { profileUpdateMutation } from './setting-documents.js';
import { VerifyNotice } from './verify-notice.js';

/** What is kept in this browser alone: language, appearance, keys. */
function Preferences() {
  return (
    <Section title={t().settings.preferences} hint={t().settings.preferencesHint}>
      <div class="grid gap-4 sm:grid-cols-2">
        <Choice legend={t().frame.language} options={LANGUAGE_CHOICES} words={t().frame.languages} chosen={languageChoice()} onChoose={(choice) => { void speak(choice); }} />
        <Choice legend={t().frame.theme} options={THEMES} words={t().frame.themes} chosen={theme()} onChoose={setTheme} />
      </div>
      <Toggle label={t().settings.shortcuts} hint={t().settings.shortcutsHint} isOn={areShortcutsOn()} onChange={setShortcutsOn} />
    </Section>
  );
}

function PersonForm(props: { viewer: Viewer }) {
  const client = useClient();
  const [name, setName] = createSignal(props.viewer.user.name);
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(profileUpdateMutation, { input: { name: name().trim() } });
    setBusy(false);
    const first = data?.profileUpdate.errors[0];
    setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
    if (!data?.profileUpdate.viewer) return;
    setViewer(data.profileUpdate.viewer);
    setName(data.profileUpdate.viewer.user.name);
    toast(t().settings.saved);
  };
  return (
    <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
      <TextField label={t().account.name} hint={t().settings.nameHint} autocomplete="name" maxlength={120} fault={fault()} value={name()} onValue={setName} />
      <TextField label={t().account.email} hint={t().settings.emailHint} type="email" readonly value={props.viewer.user.email} onValue={() => {}} />
      <div><Button look="primary" type="submit" isBusy={isBusy()} disabled={name().trim() === props.viewer.user.name}>{t().common.save}</Button></div>
    </form>
  );
}

/** Oneself: name, address, and how the console looks and speaks. */
export function ProfilePage() {
  usePageTitle(() => t().settings.pages.profile);
  return (
    <>
      <PageHeading title={t().settings.pages.profile} />
      <div class="flex flex-col gap-4">
        <Show when={viewer()}>
          {(who) => (
            <Section title={t().settings.person}><VerifyNotice /><PersonForm viewer={who()} /></Section>
          )}
        </Show>
        <Preferences />
      </div>
    </>
  );
}
