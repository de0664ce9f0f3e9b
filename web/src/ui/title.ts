import { createMemo, createRenderEffect, createSignal, onCleanup } from 'solid-js';
import { t } from '../i18n/index.js';

/** What the pages that are mounted call themselves; the newest counts. */
const [titles, setTitles] = createSignal<readonly (() => string | undefined)[]>([]);

/** The name of the page that is shown; undefined while it has none. */
export const pageTitle = (): string | undefined => titles().at(-1)?.();

/** Names the page for as long as the component lives. */
export function usePageTitle(title: () => string | undefined): void {
  const name = createMemo(title);
  setTitles((all) => [...all, name]);
  onCleanup(() => { setTitles((all) => all.filter((other) => other !== name)); });
}

/** Shows the page's name in the browser's tab; once in the page. */
export function showPageTitle(): void {
  createRenderEffect(() => {
    const text = pageTitle();
    document.title = text ? `${text} · ${t().product}` : t().product;
  });
}
