import AudioLines from 'lucide-solid/icons/audio-lines';
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down';
import Plus from 'lucide-solid/icons/plus';
import { createMemo, Show, splitProps, type JSX } from 'solid-js';
import { roleName } from '../api/roles.js';
import type { Viewer } from '../api/session.js';
import { locale, t } from '../i18n/index.js';
import { Menu } from '../ui/menu.js';
import { useOrganizationSwitch } from './organization-switch.js';
import { organizationTree } from './organization-tree.js';
import { openOverlay } from './overlay.js';

/** So many stand in a menu; more are searched. */
const MENU_MAX = 8;

function Opener(props: { viewer: Viewer; isBusy: boolean } & JSX.ButtonHTMLAttributes<HTMLButtonElement>) {
  const agency = () => (props.viewer.via === 'DELEGATION' ? props.viewer.organization.parent : null);
  const [, attributes] = splitProps(props, ['viewer', 'isBusy']);
  return (
    <button type="button" class="control flex min-w-0 items-center gap-2.5 rounded-lg px-2 text-left hover:bg-sunken lg:w-full" aria-busy={props.isBusy} {...attributes}>
      <span class="rounded-md bg-accent p-1.5 text-on-accent" aria-hidden="true"><AudioLines size={16} /></span>
      <span class="sr-only">{t().organizations.current}</span>
      <span class="min-w-0 flex-1">
        <span class="block truncate font-semibold tracking-tight">{props.viewer.organization.name}</span>
        <Show when={agency()}>{(above) => <span class="block truncate text-xs text-muted">{t().organizations.clientOf(above().name)}</span>}</Show>
      </span>
      <ChevronsUpDown size={15} class="shrink-0 text-muted" aria-hidden="true" />
    </button>
  );
}

/** Where one works, and the way to all other organizations that one can work in. */
export function OrganizationMenu(props: { viewer: Viewer }) {
  const { go, isBusy } = useOrganizationSwitch();
  const isHere = (id: string) => id === props.viewer.organization.id;
  const tree = createMemo(() => organizationTree(props.viewer.organizations, locale()));
  const items = () => tree().map(({ membership: { organization, role }, agency }) => ({
    name: organization.name, hint: agency ? t().organizations.clientOf(agency.name) : roleName(role), isBelow: agency !== undefined, isChecked: isHere(organization.id), onChoose: () => { if (!isHere(organization.id)) go(organization.id); },
  }));
  const find = () => { openOverlay('organizations'); };
  return (
    <Show when={tree().length <= MENU_MAX} fallback={<Opener viewer={props.viewer} isBusy={isBusy()} aria-haspopup="dialog" onClick={find} />}>
      <Menu label={t().organizations.title} class="w-64"
        groups={[
          { label: t().organizations.title, items: items() },
          { items: [{ name: t().organizations.create, icon: () => <Plus size={15} />, onChoose: () => { openOverlay('organization'); } }] },
        ]}
        button={(attributes) => <Opener viewer={props.viewer} isBusy={isBusy()} {...attributes} />} />
    </Show>
  );
}
