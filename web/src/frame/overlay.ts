import { createSignal } from 'solid-js';

/** What lies over the page: the command palette, or the list of shortcuts. */
export type Overlay = 'palette' | 'shortcuts';

const [overlay, setOverlay] = createSignal<Overlay>();

export { overlay };
export const openOverlay = (which: Overlay): void => { setOverlay(which); };
export const closeOverlay = (): void => { setOverlay(undefined); };
