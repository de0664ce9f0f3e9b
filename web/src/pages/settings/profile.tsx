import { Show } from 'solid-js';
import { viewer } from '../../api/session.js';
import { speak } from '../../frame/speak.js';
import { areShortcutsOn, setShortcutsOn } from '../../frame/shortcuts.js';
import { setTheme, theme, THEMES } from '../../frame/theme.js';
import { t } from '../../i18n/index.js';
import { languageChoice, LANGUAGE_CHOICES } from '../../i18n/language.js';
import { Choice } from '../../ui/choice.js';
import { PageHeading } from '../../ui/parts.js';
import { Section } from '../../ui/section.js';
import { Toggle } from '../../ui/toggle.js';
import { usePageTitle } from '../../ui/title.js';

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

/** Oneself: name, address, and how the console looks and speaks. */
export function ProfilePage() {
  usePageTitle(() => t().settings.pages.profile);
  return (
    <>
      <PageHeading title={t().settings.pages.profile} />
      <div class="flex flex-col gap-4">
        <Show when={viewer()}>
          {(who) => (
            <Section title={t().settings.person}>
              <dl class="grid gap-4 text-sm sm:grid-cols-2">
                <div class="min-w-0"><dt class="text-muted">{t().account.name}</dt><dd class="break-words font-medium">{who().user.name}</dd></div>
                <div class="min-w-0"><dt class="text-muted">{t().account.email}</dt><dd class="break-words font-medium">{who().user.email}</dd></div>
              </dl>
            </Section>
          )}
        </Show>
        <Preferences />
      </div>
    </>
  );
}
