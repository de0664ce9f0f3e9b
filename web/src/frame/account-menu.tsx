import { useClient } from '@urql/solid';
import LogOut from 'lucide-solid/icons/log-out';
import { sentenceOf } from '../api/faults.js';
import { signOut, type Viewer } from '../api/session.js';
import { t } from '../i18n/index.js';
import { chooseLanguage, languageChoice, LANGUAGE_CHOICES, type LanguageChoice } from '../i18n/language.js';
import { Choice } from '../ui/choice.js';
import { toast } from '../ui/toast.js';
import { setTheme, theme, THEMES } from './theme.js';

/** The account at the foot of the navigation: who and where, appearance, sign out. */
export function AccountMenu(props: { viewer: Viewer }) {
  const client = useClient();
  const leave = async () => {
    const error = await signOut(client);
    if (error) toast(sentenceOf(error), 'danger');
  };
  const speak = async (choice: LanguageChoice) => {
    if (!await chooseLanguage(choice)) toast(t().frame.languageFailed, 'danger');
  };
  return (
    <div class="flex flex-col gap-3 border-t border-line pt-3">
      <Choice legend={t().frame.language} options={LANGUAGE_CHOICES} words={t().frame.languages} chosen={languageChoice()} onChoose={(choice) => { void speak(choice); }} />
      <Choice legend={t().frame.theme} options={THEMES} words={t().frame.themes} chosen={theme()} onChoose={setTheme} />
      <div class="px-2 text-sm">
        <p class="truncate font-medium">{props.viewer.organization.name}</p>
        <p class="truncate text-muted">{props.viewer.user.email}</p>
      </div>
      <button type="button" class="control flex items-center gap-2.5 rounded-lg px-2 text-left text-sm text-muted hover:bg-sunken hover:text-ink" onClick={() => { void leave(); }}>
        <LogOut size={16} aria-hidden="true" /> {t().frame.signOut}
      </button>
    </div>
  );
}
