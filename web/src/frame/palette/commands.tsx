import { useClient } from '@urql/solid';
import Languages from 'lucide-solid/icons/languages';
import LogOut from 'lucide-solid/icons/log-out';
import SunMoon from 'lucide-solid/icons/sun-moon';
import { t } from '../../i18n/index.js';
import { languageChoice, LANGUAGE_CHOICES } from '../../i18n/language.js';
import { speak } from '../speak.js';
import { useActions, type Action } from '../actions.js';
import { leave } from '../leave.js';
import { setTheme, theme, THEMES } from '../theme.js';

/** What the palette alone offers, on every page: appearance, language, signing out. */
export function useCommands(): void {
  const client = useClient();
  const themes = (): Action[] => THEMES.filter((choice) => choice !== theme()).map((choice) => ({
    id: `theme.${choice}`, name: t().palette.theme(t().frame.themes[choice]), group: 'settings', icon: () => <SunMoon size={16} />, run: () => { setTheme(choice); },
  }));
  const languages = (): Action[] => LANGUAGE_CHOICES.filter((choice) => choice !== languageChoice()).map((choice) => ({
    id: `language.${choice}`, name: t().palette.language(t().frame.languages[choice]), group: 'settings', icon: () => <Languages size={16} />,
    run: () => { void speak(choice); },
  }));
  const out: Action = {
    id: 'session.sign-out', get name() { return t().frame.signOut; }, group: 'settings', icon: () => <LogOut size={16} />,
    run: () => { void leave(client); },
  };
  useActions(() => [...themes(), ...languages(), out]);
}
