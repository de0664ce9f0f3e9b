import Headset from 'lucide-solid/icons/headset';
import House from 'lucide-solid/icons/house';
import Phone from 'lucide-solid/icons/phone';
import Radio from 'lucide-solid/icons/radio';
import Settings from 'lucide-solid/icons/settings';
import { t } from '../i18n/index.js';
import type { Action } from './actions.js';

/** The main places, in the order of the navigation; `keys` lead there from everywhere. */
export const LINKS = [
  { href: '/', icon: House, name: 'home', keys: 'g h' },
  { href: '/live', icon: Radio, name: 'live', keys: 'g l' },
  { href: '/agents', icon: Headset, name: 'agents', keys: 'g a' },
  { href: '/calls', icon: Phone, name: 'calls', keys: 'g c' },
  { href: '/settings', icon: Settings, name: 'settings', keys: 'g s' },
] as const;

/** The same places as actions. */
export function linkActions(go: (href: string) => void): Action[] {
  return LINKS.map(({ href, icon: Icon, name, keys }) => ({ id: `go.${name}`, name: t().frame[name], keywords: t().palette.groups.go, group: 'go', keys, icon: () => <Icon size={16} />, run: () => { go(href); } }));
}
