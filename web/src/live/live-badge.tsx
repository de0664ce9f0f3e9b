import { Show } from 'solid-js';
import { t } from '../i18n/index.js';
import { useLiveFeed } from './use-live-feed.js';

/** How many calls run, beside the link to the wall. Nothing where none does; grey while it is not known how many. */
export function LiveBadge() {
  const feed = useLiveFeed();
  const number = () => `${feed.count() ?? 0}${feed.isComplete() ? '' : '+'}`;
  return (
    <Show when={feed.count()}>
      <span class={`ml-auto inline-flex min-w-6 items-center justify-center gap-1 rounded-full px-1.5 text-xs font-semibold tabular-nums ${feed.connection().state === 'live' ? 'bg-accent text-on-accent' : 'bg-sunken text-muted'}`}>
        <span aria-hidden="true">{number()}</span><span class="sr-only">{t().live.running(number())}</span>
      </span>
    </Show>
  );
}
