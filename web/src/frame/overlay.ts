import { createSignal } from 'solid-js';

/** What lies over the page: the command palette, the list of shortcuts, or the form of a new organization. */
export type Overlay = 'palette' | 'shortcuts' | 'organization';

const [overlay, setOverlay] = createSignal<Overlay>();

export { overlay };
export const openOverlay = (which: Overlay): void => { setOverlay(which); };
export const closeOverlay = (): void => { setOverlay(undefined); };
