import Building from 'lucide-solid/icons/building';
import Settings from 'lucide-solid/icons/settings';
import { may } from '../../api/may.js';
import { t } from '../../i18n/index.js';
import { settingsGroups } from '../../pages/settings/settings-pages.js';
import type { Action } from '../actions.js';

/** What can be begun on a page of the settings, by an address: listed where its page is offered and it is allowed. */
const DEEDS = [
  { name: 'newKey', page: 'api-keys', needs: 'api-keys:create', href: '/settings/api-keys?new=1' },
  { name: 'twoFactor', page: 'security', needs: undefined, href: '/settings/security?setup=1' },
  { name: 'newClient', page: 'clients', needs: 'clients:create', href: '/settings/clients?new=1' },
] as const;

/** The pages of the settings that who is signed in has, found by their names and by words for what is on them. */
export function settingsActions(go: (href: string) => void): Action[] {
  const groups = settingsGroups();
  const pages = groups.flatMap(({ name, pages: all }) => all.map((page): Action => ({
    id: `settings.${page}`, name: t().settings.pages[page], keywords: `${t().frame.settings} ${t().settings.groups[name]} ${t().pageWords.pages[page]}`, group: 'pages', isFoundOnly: true,
    icon: () => (page === 'clients' || page === 'agency' ? <Building size={16} /> : <Settings size={16} />), run: () => { go(`/settings/${page}`); },
  })));
  const offered = new Set<string>(groups.flatMap(({ pages: all }) => all));
  const deeds = DEEDS.filter(({ page, needs }) => offered.has(page) && (needs === undefined || may(needs))).map(({ name, page, href }): Action => ({
    id: `settings.${name}`, name: t().pageWords.deeds[name], keywords: t().pageWords.pages[page], group: 'pages', isFoundOnly: true, icon: () => <Settings size={16} />, run: () => { go(href); },
  }));
  return [...pages, ...deeds];
}
