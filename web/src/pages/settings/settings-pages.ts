import { may } from '../../api/may.js';

export type SettingsPage = 'profile' | 'security' | 'organization' | 'members' | 'roles' | 'audit' | 'api-keys' | 'plugins' | 'health';

interface PageEntry {
  readonly page: SettingsPage;
  /** Offered to those alone who may do this. */
  readonly needs?: string;
}

/** The pages of the settings by whom they are about, in their order. */
const GROUPS = [
  { name: 'personal', pages: [{ page: 'profile' }, { page: 'security' }] },
  { name: 'organization', pages: [{ page: 'organization' }, { page: 'members', needs: 'members:read' }, { page: 'roles', needs: 'roles:read' }, { page: 'audit', needs: 'audit:read' }] },
  { name: 'developers', pages: [{ page: 'api-keys', needs: 'api-keys:read' }] },
  { name: 'platform', pages: [{ page: 'plugins', needs: 'plugins:read' }, { page: 'health', needs: 'health:read' }] },
] as const satisfies readonly { name: string; pages: readonly PageEntry[] }[];

export type SettingsGroup = (typeof GROUPS)[number]['name'];

/** The groups that have something for who is signed in. */
export function settingsGroups(): { readonly name: SettingsGroup; readonly pages: readonly SettingsPage[] }[] {
  return GROUPS
    .map(({ name, pages }) => ({ name, pages: (pages as readonly PageEntry[]).filter(({ needs }) => needs === undefined || may(needs)).map(({ page }) => page) }))
    .filter(({ pages }) => pages.length > 0);
}
