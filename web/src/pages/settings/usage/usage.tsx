import { A, useSearchParams } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import ChartColumn from 'lucide-solid/icons/chart-column';
import Download from 'lucide-solid/icons/download';
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { Button, buttonClass } from '../../../ui/button.js';
import { downloadFrom } from '../../../ui/download.js';
import { EmptyState, FailedState, Notice, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { toast } from '../../../ui/toast.js';
import { UsageChart } from './usage-chart.js';
import { usageExportUrlQuery, usageQuery, type UsageFields } from './usage-documents.js';
import { barsOf, GROUPINGS, intervalOf, MEASURES, RANGES, readGrouping, readMeasure, readRange, slotsOf, type Grouping, type Measure, type Range } from './usage-series.js';
import { UsageTable } from './usage-table.js';

interface Choices { readonly range: Range; readonly by: Grouping; readonly show: Measure | undefined }

const hrefOf = ({ range, by, show }: Choices) => `/settings/usage?${new URLSearchParams({ range, by: by.toLowerCase(), ...(show ? { show } : {}) })}`;

function Switcher<Value extends string>(props: { label: string; values: readonly Value[]; chosen: Value; name: (value: Value) => string; href: (value: Value) => string }) {
  return (
    <nav aria-label={props.label} class="flex rounded-lg bg-sunken p-0.5">
      <For each={props.values}>
        {(value) => <A href={props.href(value)} replace noScroll class={`control inline-flex items-center rounded-md px-3 text-sm ${props.chosen === value ? 'bg-surface font-medium text-ink shadow-sm' : 'text-muted hover:text-ink'}`} aria-current={props.chosen === value ? 'true' : undefined}>{props.name(value)}</A>}
      </For>
    </nav>
  );
}

function ExportButton(props: { from: string; isEmpty: boolean }) {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const download = async () => {
    setBusy(true);
    const { data, error } = await client.query(usageExportUrlQuery, { from: props.from }, { requestPolicy: 'network-only' });
    setBusy(false);
    if (data) downloadFrom(data.usageExportUrl);
    else if (error) toast(sentenceOf(error), 'danger');
  };
  return <Button look="quiet" class="px-2.5 text-sm" isBusy={isBusy()} disabled={props.isEmpty} onClick={() => { void download(); }}><Download size={16} aria-hidden="true" />{t().usage.export}</Button>;
}

function Figures(props: { usage: UsageFields; choices: Choices; slots: readonly number[] }) {
  const measure = () => props.choices.show ?? (Number(props.usage.totals.cost.amount) > 0 ? 'cost' : 'requests');
  const bars = createMemo(() => barsOf(props.slots, props.usage.groups, measure()));
  const title = () => t().usage.chart(t().usage.measures[measure()], t().usage.ranges[props.choices.range]);
  return (
    <>
      <div class="mb-3 flex flex-wrap items-center justify-between gap-3"><h2 class="font-semibold">{title()}</h2><Switcher label={t().usage.measure} values={MEASURES} chosen={measure()} name={(value) => t().usage.measures[value]} href={(show) => hrefOf({ ...props.choices, show })} /></div>
      <UsageChart bars={bars()} measure={measure()} currency={props.usage.totals.cost.currency} isHourly={intervalOf(props.choices.range) === 'HOUR'} label={title()} />
      <UsageTable groups={props.usage.groups} totals={props.usage.totals} what={t().usage.groupings[props.choices.by]} />
      <Show when={props.usage.totals.unpricedRequests > 0}><div class="mt-3"><Notice>{t().usage.unpriced(props.usage.totals.unpricedRequests)}</Notice></div></Show>
    </>
  );
}

/** What the organization's calls used of its providers, and what that cost; the address holds what is shown. */
export function UsagePage() {
  usePageTitle(() => t().settings.pages.usage);
  const [search] = useSearchParams<{ range?: string; by?: string; show?: string }>();
  const choices = (): Choices => ({ range: readRange(search.range), by: readGrouping(search.by), show: readMeasure(search.show) });
  // Looked at anew whenever another range is chosen.
  const slots = createMemo(() => slotsOf(readRange(search.range), Date.now()));
  const from = () => new Date(slots()[0]!).toISOString();
  const [result, refetch] = createQuery({
    query: usageQuery, requestPolicy: 'cache-and-network',
    variables: () => ({ from: from(), interval: intervalOf(choices().range), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, groupBy: choices().by }),
  });
  const usage = () => result.data?.usage;
  return (
    <>
      <PageHeading title={t().settings.pages.usage}><ExportButton from={from()} isEmpty={!usage()?.groups.length} /></PageHeading>
      <p class="-mt-3 mb-5 text-sm text-muted">{t().usage.intro}</p>
      <div class="mb-4 flex flex-wrap gap-3">
        <Switcher label={t().usage.range} values={RANGES} chosen={choices().range} name={(range) => t().usage.ranges[range]} href={(range) => hrefOf({ ...choices(), range })} />
        <Switcher label={t().usage.grouping} values={GROUPINGS} chosen={choices().by} name={(by) => t().usage.groupings[by]} href={(by) => hrefOf({ ...choices(), by })} />
      </div>
      <Switch>
        <Match when={result.error && !usage() ? result.error : undefined}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!usage()}><SkeletonRows class="h-22" /></Match>
        <Match when={usage()?.groups.length === 0}><EmptyState icon={<ChartColumn size={36} />} title={t().usage.emptyTitle} text={t().usage.emptyText}><A class={buttonClass('primary')} href="/agents">{t().calls.toAgents}</A></EmptyState></Match>
        <Match when={usage()}>{(found) => <Figures usage={found()} choices={choices()} slots={slots()} />}</Match>
      </Switch>
    </>
  );
}
