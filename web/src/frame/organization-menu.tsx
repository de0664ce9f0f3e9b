import { useClient } from '@urql/solid';
import AudioLines from 'lucide-solid/icons/audio-lines';
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down';
import Plus from 'lucide-solid/icons/plus';
import { createSignal } from 'solid-js';
import { roleName } from '../api/roles.js';
import { switchOrganization } from '../api/organizations.js';
import type { Viewer } from '../api/session.js';
import { locale, t } from '../i18n/index.js';
import { Menu, type MenuItem } from '../ui/menu.js';
import { toast } from '../ui/toast.js';
import { openOverlay } from './overlay.js';

/** Goes to another organization; tells where that could not be done. */
export function useOrganizationSwitch() {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const go = async (id: string): Promise<void> => {
    setBusy(true);
    const sentence = await switchOrganization(client, id);
    setBusy(false);
    if (sentence !== undefined) toast(sentence, 'danger');
  };
  return { go: (id: string) => { void go(id); }, isBusy };
}

/** Where one works, and the way to one's other organizations. */
export function OrganizationMenu(props: { viewer: Viewer }) {
  const { go, isBusy } = useOrganizationSwitch();
  const isHere = (id: string) => id === props.viewer.organization.id;
  const organizations = (): MenuItem[] => props.viewer.organizations
    .toSorted((one, other) => one.organization.name.localeCompare(other.organization.name, locale()))
    .map(({ organization, role }) => ({ name: organization.name, hint: roleName(role), isChecked: isHere(organization.id), onChoose: () => { if (!isHere(organization.id)) go(organization.id); } }));
  return (
    <Menu label={t().organizations.title} class="w-64"
      groups={[
        { label: t().organizations.title, items: organizations() },
        { items: [{ name: t().organizations.create, icon: () => <Plus size={15} />, onChoose: () => { openOverlay('organization'); } }] },
      ]}
      button={(attributes) => (
        <button type="button" class="control flex min-w-0 items-center gap-2.5 rounded-lg px-2 text-left font-semibold tracking-tight hover:bg-sunken lg:w-full" aria-busy={isBusy()} {...attributes}>
          <span class="rounded-md bg-accent p-1.5 text-on-accent" aria-hidden="true"><AudioLines size={16} /></span>
          <span class="sr-only">{t().organizations.current}</span><span class="min-w-0 flex-1 truncate">{props.viewer.organization.name}</span>
          <ChevronsUpDown size={15} class="shrink-0 text-muted" aria-hidden="true" />
        </button>
      )} />
  );
}
