import { createEffect, createSignal, Show, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { t } from '../i18n/index.js';
import { wantFurtherWords } from '../i18n/language.js';
import { toast } from '../ui/toast.js';
import { closeOverlay, overlay, type Overlay } from './overlay.js';

type OverlayComponent = Component<{ onClose: () => void }>;

const load: Record<Overlay, () => Promise<OverlayComponent>> = {
  palette: () => import('./palette/palette.js').then(({ Palette }) => Palette),
  organizations: () => import('./organization-finder.js').then(({ OrganizationFinder }) => OrganizationFinder),
  shortcuts: () => import('./shortcut-sheet.js').then(({ ShortcutSheet }) => ShortcutSheet),
  organization: () => import('./new-organization.js').then(({ NewOrganization }) => NewOrganization),
};

/**
 * What may lie over the page, fetched when it is first asked for. No resource of Solid's, which
 * would take the whole page away while it loads, and the focus with it.
 */
export function Overlays() {
  const [parts, setParts] = createSignal<Partial<Record<Overlay, OverlayComponent>>>({});
  createEffect(() => {
    const which = overlay();
    if (which === undefined || parts()[which]) return;
    Promise.all([load[which](), wantFurtherWords()]).then(([part]) => { setParts((all) => ({ ...all, [which]: part })); }, () => { closeOverlay(); toast(t().faults.unreachable, 'danger'); });
  });
  const part = () => { const which = overlay(); return which && parts()[which]; };
  return <Show when={part()}>{(component) => <Dynamic component={component()} onClose={closeOverlay} />}</Show>;
}
