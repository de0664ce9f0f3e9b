import { viewer, type Viewer } from '../../api/session.js';

export type SettingsPage = 'profile' | 'security' | 'organization' | 'members' | 'roles' | 'clients' | 'agency' | 'single-sign-on' | 'connections' | 'usage' | 'audit' | 'api-keys' | 'platform' | 'plugins' | 'health';

type Kind = Viewer['organization']['kind'];

/** Who somebody is where they work, as far as it decides what is offered. */
interface Standing { readonly permissions: readonly string[]; readonly organization: { readonly kind: Kind } }

interface PageEntry {
  readonly page: SettingsPage;
  /** Offered to those alone who may do this. */
  readonly needs?: string;
  /** Offered in organizations of this kind alone. */
  readonly kind?: Kind;
}

/** The pages of the settings by whom they are about, in their order. */
const GROUPS = [
  { name: 'personal', pages: [{ page: 'profile' }, { page: 'security' }] },
  {
    name: 'organization',
    pages: [
      { page: 'organization' }, { page: 'members', needs: 'members:read' }, { page: 'roles', needs: 'roles:read' }, { page: 'clients', needs: 'clients:enter', kind: 'AGENCY' }, { page: 'agency', kind: 'CLIENT' },
      { page: 'single-sign-on', needs: 'single-sign-on:update' }, { page: 'connections', needs: 'connections:read' }, { page: 'usage', needs: 'usage:read' }, { page: 'audit', needs: 'audit:read' },
    ],
  },
  { name: 'developers', pages: [{ page: 'api-keys', needs: 'api-keys:read' }] },
  { name: 'platform', pages: [{ page: 'platform', needs: 'platform:read' }, { page: 'plugins', needs: 'plugins:read' }, { page: 'health', needs: 'health:read' }] },
] as const satisfies readonly { name: string; pages: readonly PageEntry[] }[];

export type SettingsGroup = (typeof GROUPS)[number]['name'];

/** The groups that have something for somebody: for who is signed in, unless said otherwise. */
export function settingsGroups(who: Standing | null | undefined = viewer()): { readonly name: SettingsGroup; readonly pages: readonly SettingsPage[] }[] {
  const isOffered = ({ needs, kind }: PageEntry) => (needs === undefined || who?.permissions.includes(needs) === true) && (kind === undefined || who?.organization.kind === kind);
  return GROUPS
    .map(({ name, pages }) => ({ name, pages: (pages as readonly PageEntry[]).filter(isOffered).map(({ page }) => page) }))
    .filter(({ pages }) => pages.length > 0);
}
