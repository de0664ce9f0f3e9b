import { createEffect, onCleanup, type Accessor } from 'solid-js';

/**
 * A wall screen shows the wall alone: what is around it can neither be seen nor reached. The browser's own full screen
 * comes on top where it is allowed; leaving that leaves the kiosk.
 */
export function createKiosk(isKiosk: Accessor<boolean>, onLeave: () => void): { toggle: () => void } {
  const setInert = (isInert: boolean) => {
    const main = document.getElementById('main');
    for (const part of main?.parentElement?.children ?? []) if (part !== main && part instanceof HTMLElement) part.inert = isInert;
  };
  createEffect(() => {
    if (!isKiosk()) return;
    setInert(true);
    onCleanup(() => {
      setInert(false);
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => { /* Left already. */ });
    });
  });
  const onFullscreen = () => { if (!document.fullscreenElement && isKiosk()) onLeave(); };
  const onKey = (event: KeyboardEvent) => { if (event.key === 'Escape' && isKiosk() && !document.querySelector('dialog[open]')) onLeave(); };
  document.addEventListener('fullscreenchange', onFullscreen);
  document.addEventListener('keydown', onKey);
  onCleanup(() => { document.removeEventListener('fullscreenchange', onFullscreen); document.removeEventListener('keydown', onKey); });
  return {
    toggle: () => {
      // Refused where there is no full screen, as on some phones: the wall then fills the window.
      if (!isKiosk()) void document.documentElement.requestFullscreen?.().catch(() => {});
    },
  };
}
