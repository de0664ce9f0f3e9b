import { createEffect, onCleanup } from 'solid-js';
import { t } from '../i18n/index.js';

/** Names the page in the browser's tab for as long as the component lives. */
export function usePageTitle(title: () => string | undefined): void {
  createEffect(() => {
    const text = title();
    document.title = text ? `${text} · ${t().product}` : t().product;
  });
  onCleanup(() => { document.title = t().product; });
}
