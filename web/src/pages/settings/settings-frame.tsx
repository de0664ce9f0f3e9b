import { A } from '@solidjs/router';
import { For, Suspense, type ParentProps } from 'solid-js';
import { t } from '../../i18n/index.js';
import { SkeletonRows } from '../../ui/parts.js';

const PAGES = ['profile', 'organization', 'members', 'plugins', 'health'] as const;

/** The settings: their pages beside, on narrow screens above, the one that is open. */
export function SettingsFrame(props: ParentProps) {
  return (
    <div class="gap-8 md:grid md:grid-cols-[11rem_minmax(0,1fr)]">
      <nav aria-label={t().settings.title} class="-mx-1 mb-5 flex flex-wrap gap-1 md:mx-0 md:mb-0 md:flex-col md:flex-nowrap md:pt-1">
        <For each={PAGES}>
          {(page) => <A href={`/settings/${page}`} class="control inline-flex items-center rounded-lg px-3 text-sm" activeClass="bg-accent-soft font-medium text-accent forced-colors:underline" inactiveClass="text-muted hover:bg-sunken hover:text-ink">{t().settings.pages[page]}</A>}
        </For>
      </nav>
      <div class="max-w-3xl min-w-0"><Suspense fallback={<SkeletonRows />}>{props.children}</Suspense></div>
    </div>
  );
}
