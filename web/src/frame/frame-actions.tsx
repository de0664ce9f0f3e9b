import { useLocation, useNavigate } from '@solidjs/router';
import Building from 'lucide-solid/icons/building';
import Keyboard from 'lucide-solid/icons/keyboard';
import { createEffect, on } from 'solid-js';
import { viewer } from '../api/session.js';
import { t } from '../i18n/index.js';
import { pageTitle } from '../ui/title.js';
import { canUndo, undoLast } from '../ui/toast.js';
import { useActions, type Action } from './actions.js';
import { linkActions } from './links.js';
import { openOverlay } from './overlay.js';
import { rememberPlace } from './recent.js';
import { followShortcuts } from './shortcuts.js';

/** What can be done on every page, and the keys of all that can be done. */
export function useFrameActions(): void {
  const navigate = useNavigate();
  useActions((): Action[] => [
    ...linkActions(navigate),
    { id: 'frame.search', name: t().palette.title, group: 'settings', keys: 'mod+k', isKeyOnly: true, run: () => { openOverlay('palette'); } },
    { id: 'organization.find', name: t().organizations.find, group: 'settings', keys: 'g o', icon: () => <Building size={16} />, run: () => { openOverlay('organizations'); } },
    { id: 'frame.shortcuts', name: t().shortcuts.title, group: 'settings', keys: '?', icon: () => <Keyboard size={16} />, run: () => { openOverlay('shortcuts'); } },
    ...(canUndo() ? [{ id: 'frame.undo', name: t().shortcuts.undo, group: 'settings' as const, keys: 'z', isKeyOnly: true, run: undoLast }] : []),
  ]);
  followShortcuts();
}

/** Remembers agents and calls that are opened, for the palette, under the name that their page has. */
export function rememberPlaces(): void {
  const location = useLocation();
  createEffect(on([() => location.pathname, pageTitle], ([path, name]) => {
    const [, plural, id] = /^\/(agents|calls)\/((?:agt|call)_\w+)$/.exec(path) ?? [];
    const organizationId = viewer()?.organization.id;
    if (!plural || !id || !name || !organizationId) return;
    rememberPlace(organizationId, { id, name, kind: plural === 'agents' ? 'agent' : 'call', href: path });
  }));
}
