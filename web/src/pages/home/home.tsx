import { A, useSearchParams } from '@solidjs/router';
import { For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { useLiveFeed } from '../../live/use-live-feed.js';
import { FailedState, PageHeading } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { Attention } from './attention.js';
import { EndedReasons } from './ended-reasons.js';
import { Figures } from './figures.js';
import { createHomeData } from './home-data.js';
import { OnboardingCard, Welcome } from './onboarding.js';
import { RANGES, readRange, type Range } from './range.js';
import { RecentCalls } from './recent-calls.js';

function RangeSwitch(props: { range: Range }) {
  return (
    <nav aria-label={t().home.range} class="flex rounded-lg bg-sunken p-0.5">
      <For each={RANGES}>
        {(range) => <A href={range === '24h' ? '/' : `/?range=${range}`} replace noScroll class={`control inline-flex items-center rounded-md px-3 text-sm ${props.range === range ? 'bg-surface font-medium text-ink shadow-sm' : 'text-muted hover:text-ink'}`} aria-current={props.range === range ? 'true' : undefined}>{t().home.ranges[range]}</A>}
      </For>
    </nav>
  );
}

/** Grey where the figures will stand, as high as they will be. */
function Skeleton() {
  return (
    <div role="status" aria-label={t().common.loading} class="flex flex-col gap-4">
      <div class="grid grid-cols-2 gap-3 md:grid-cols-3"><For each={[1, 2, 3, 4, 5, 6]}>{() => <div class="skeleton h-34 sm:h-32" />}</For></div>
      <div class="grid gap-4 lg:grid-cols-2"><div class="skeleton h-68" /><div class="skeleton h-68" /></div>
    </div>
  );
}

/** How the calls of the organization go: now, in a range of time (`?range=`), and what to do about it. */
export function HomePage() {
  usePageTitle(() => t().home.title);
  const [search] = useSearchParams<{ range?: string }>();
  const range = () => readRange(search.range);
  const feed = useLiveFeed();
  const { state, error, refresh } = createHomeData(range, feed);
  const organization = () => state.data?.viewer?.organization;
  const isEmpty = () => state.data?.recent.nodes.length === 0;
  return (
    <>
      <PageHeading title={t().home.title}><Show when={!isEmpty()}><RangeSwitch range={range()} /></Show></PageHeading>
      <Switch>
        <Match when={!state.data && error()}>{(failure) => <FailedState sentence={sentenceOf(failure())} onRetry={refresh} />}</Match>
        <Match when={!state.data || !organization()}><Skeleton /></Match>
        <Match when={isEmpty()}><Welcome onboarding={organization()!.onboarding} /></Match>
        <Match when={state.data}>
          {(data) => (
            <>
              <OnboardingCard onboarding={organization()!.onboarding} organizationId={organization()!.id} />
              <Show when={error()}><p role="status" class="mb-3 text-sm text-warning">{t().home.stale}</p></Show>
              <div class="flex flex-col gap-4" aria-busy={state.range !== range()}>
                <Figures data={data()} range={state.range} feed={feed} />
                <div class="grid gap-4 lg:grid-cols-2">
                  <EndedReasons reasons={data().now.endedReasons} range={state.range} />
                  <Attention data={data()} range={state.range} />
                </div>
                <RecentCalls calls={data().recent.nodes} />
              </div>
            </>
          )}
        </Match>
      </Switch>
    </>
  );
}
