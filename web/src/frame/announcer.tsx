import { useLocation } from '@solidjs/router';
import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import { pageTitle } from '../ui/title.js';

/** The new page has this long to say what it is called. */
const SETTLED_MS = 150;

/** Tells those who do not see it that another page is shown, by its name; once in the page. */
export function RouteAnnouncer() {
  const location = useLocation();
  const [announced, setAnnounced] = createSignal('');
  let toldPath = location.pathname;
  createEffect(on([() => location.pathname, pageTitle], ([path, title]) => {
    if (path === toldPath || title === undefined) return;
    const timer = setTimeout(() => { toldPath = path; setAnnounced(title); }, SETTLED_MS);
    onCleanup(() => { clearTimeout(timer); });
  }));
  return <p class="sr-only" aria-live="polite" data-announcer>{announced()}</p>;
}
