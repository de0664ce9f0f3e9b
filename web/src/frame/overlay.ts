import { createSignal } from 'solid-js';

/** What lies over the page: the command palette, the list of shortcuts, the way to another organization, or the form of a new one. */
export type Overlay = 'palette' | 'shortcuts' | 'organizations' | 'organization';

const [overlay, setOverlay] = createSignal<Overlay>();

export { overlay };
export const openOverlay = (which: Overlay): void => { setOverlay(which); };
export const closeOverlay = (): void => { setOverlay(undefined); };
