import { useNavigate } from '@solidjs/router';
import { useClient } from '@urql/solid';
import Building from 'lucide-solid/icons/building';
import Languages from 'lucide-solid/icons/languages';
import LogOut from 'lucide-solid/icons/log-out';
import Plus from 'lucide-solid/icons/plus';
import SunMoon from 'lucide-solid/icons/sun-moon';
import { viewer } from '../../api/session.js';
import { locale, t } from '../../i18n/index.js';
import { languageChoice, LANGUAGE_CHOICES } from '../../i18n/language.js';
import { speak } from '../speak.js';
import { useActions, type Action } from '../actions.js';
import { useOrganizationSwitch } from '../organization-switch.js';
import { organizationTree } from '../organization-tree.js';
import { openOverlay } from '../overlay.js';
import { leave } from '../leave.js';
import { setTheme, theme, THEMES } from '../theme.js';
import { settingsActions } from './settings-actions.js';

/** So many organizations stand in the list at rest; more are found by their names. */
const ORGANIZATIONS_AT_REST_MAX = 4;

/** What the palette alone offers, on every page: settings, organizations, appearance, language, signing out. */
export function useCommands(): void {
  const client = useClient();
  const navigate = useNavigate();
  const { go } = useOrganizationSwitch();
  const themes = (): Action[] => THEMES.filter((choice) => choice !== theme()).map((choice) => ({
    id: `theme.${choice}`, name: t().palette.theme(t().frame.themes[choice]), group: 'settings', icon: () => <SunMoon size={16} />, run: () => { setTheme(choice); },
  }));
  const languages = (): Action[] => LANGUAGE_CHOICES.filter((choice) => choice !== languageChoice()).map((choice) => ({
    id: `language.${choice}`, name: t().palette.language(t().frame.languages[choice]), group: 'settings', icon: () => <Languages size={16} />,
    run: () => { void speak(choice); },
  }));
  const organizations = (): Action[] => {
    const others = organizationTree(viewer()?.organizations ?? [], locale()).filter(({ membership }) => membership.organization.id !== viewer()?.organization.id);
    return [
      ...others.map(({ membership: { organization }, agency }): Action => ({
        id: `organization.${organization.id}`, name: t().organizationForm.goTo(organization.name), keywords: [t().organizations.title, agency?.name].join(' '), group: 'settings', isFoundOnly: others.length > ORGANIZATIONS_AT_REST_MAX,
        icon: () => <Building size={16} />, run: () => { go(organization.id); },
      })),
      { id: 'organization.create', name: t().organizations.create, group: 'settings', icon: () => <Plus size={16} />, run: () => { openOverlay('organization'); } },
    ];
  };
  const out: Action = {
    id: 'session.sign-out', get name() { return t().frame.signOut; }, group: 'settings', icon: () => <LogOut size={16} />,
    run: () => { void leave(client); },
  };
  useActions(() => [...settingsActions(navigate), ...themes(), ...languages(), ...organizations(), out]);
}
