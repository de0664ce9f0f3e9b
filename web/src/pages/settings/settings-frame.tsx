import { A, useLocation } from '@solidjs/router';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import { createUniqueId, For, Show, Suspense, type ParentProps } from 'solid-js';
import { t } from '../../i18n/index.js';
import { createMediaQuery } from '../../ui/media.js';
import { SkeletonRows } from '../../ui/parts.js';
import { Popover } from '../../ui/popover.js';
import { settingsGroups } from './settings-pages.js';

/** All pages, grouped by whom they are about. */
function Pages(props: { onChoose?: () => void }) {
  const id = createUniqueId();
  return (
    <nav aria-label={t().settings.title} class="flex flex-col gap-4">
      <For each={settingsGroups()}>
        {({ name, pages }) => (
          <div>
            <p id={`${id}-${name}`} class="mb-1 px-3 text-xs font-medium text-muted">{t().settings.groups[name]}</p>
            <ul aria-labelledby={`${id}-${name}`} class="flex flex-col gap-0.5">
              <For each={pages}>
                {(page) => <li><A href={`/settings/${page}`} class="control flex items-center rounded-lg px-3 text-sm" activeClass="bg-accent-soft font-medium text-accent forced-colors:underline" inactiveClass="text-muted hover:bg-sunken hover:text-ink" onClick={() => props.onChoose?.()}>{t().settings.pages[page]}</A></li>}
              </For>
            </ul>
          </div>
        )}
      </For>
    </nav>
  );
}

/** The settings: their pages beside; on narrow screens behind a button that names the one that is open. */
export function SettingsFrame(props: ParentProps) {
  const location = useLocation();
  const isWide = createMediaQuery('(min-width: 48rem)');
  const current = () => settingsGroups().flatMap(({ pages }) => pages).find((page) => location.pathname.startsWith(`/settings/${page}`));
  return (
    <div class="gap-8 md:grid md:grid-cols-[11.5rem_minmax(0,1fr)]">
      <Show when={isWide()} fallback={(
        <div class="mb-5">
          <Popover label={t().settings.title} class="w-64 p-2 py-3"
            button={(attributes) => (
              <button type="button" class="control flex w-full items-center gap-2 rounded-lg border border-line bg-surface px-3 text-left text-sm" {...attributes}>
                <span class="text-muted">{t().settings.title}</span><Show when={current()}>{(page) => <span class="min-w-0 truncate font-medium">{t().settings.pages[page()]}</span>}</Show><ChevronDown size={16} class="ml-auto shrink-0 text-muted" aria-hidden="true" />
              </button>
            )}>
            {(close) => <Pages onChoose={close} />}
          </Popover>
        </div>
      )}>
        <div class="sticky top-[calc(1.75rem+var(--banner))] max-h-[calc(100dvh-3.5rem-var(--banner))] self-start overflow-y-auto"><Pages /></div>
      </Show>
      <div class="max-w-4xl min-w-0"><Suspense fallback={<SkeletonRows />}>{props.children}</Suspense></div>
    </div>
  );
}
