import { createQuery } from '@urql/solid';
import Puzzle from 'lucide-solid/icons/puzzle';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { IconButton } from '../../ui/button.js';
import { Badge, EmptyState, FailedState, PageHeading, SkeletonRows } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { pluginsQuery, type PluginFields } from './setting-documents.js';

const TONES = { ENABLED: 'good', PENDING: 'warning', DISABLED: 'neutral', BROKEN: 'danger' } as const;
/** What needs somebody comes first. */
const ORDER: readonly PluginFields['state'][] = ['BROKEN', 'PENDING', 'ENABLED', 'DISABLED'];

function Plugin(props: { plugin: PluginFields }) {
  const words = () => t().plugins.states[props.plugin.state];
  return (
    <li class="px-4 py-3.5">
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 class="font-medium">{props.plugin.title}</h2>
        <Badge tone={TONES[props.plugin.state]}>{words().name}</Badge>
      </div>
      <p class="text-sm break-words text-muted">{[props.plugin.packageName, props.plugin.version].filter(Boolean).join(' · ')}</p>
      <Show when={props.plugin.kinds.length > 0}>
        <ul class="mt-2 flex flex-wrap gap-1.5" aria-label={t().plugins.kindsLabel}>
          <For each={props.plugin.kinds}>{(kind) => <li class="rounded-md border border-line px-2 py-0.5 text-xs text-muted">{t().plugins.kinds[kind]}</li>}</For>
        </ul>
      </Show>
      <Show when={props.plugin.state !== 'ENABLED' || props.plugin.error}>
        <div class={`mt-2.5 rounded-lg px-3 py-2 text-sm ${props.plugin.state === 'BROKEN' ? 'bg-danger-soft' : 'bg-sunken'}`}>
          <p>{words().text}</p>
          <Show when={props.plugin.error}>{(error) => <p class="mt-1 font-mono text-xs break-words text-muted" lang="en">{error()}</p>}</Show>
        </div>
      </Show>
    </li>
  );
}

/** The provider packages of this installation, those first that need somebody. */
export function PluginsPage() {
  usePageTitle(() => t().settings.pages.plugins);
  const [result, refetch] = createQuery({ query: pluginsQuery, requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const plugins = () => result.data?.plugins.toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || one.title.localeCompare(other.title)) ?? [];
  return (
    <>
      <PageHeading title={t().settings.pages.plugins}><IconButton label={t().common.refresh} onClick={refresh}><RefreshCw size={17} aria-hidden="true" /></IconButton></PageHeading>
      <p class="-mt-3 mb-5 text-sm text-muted">{t().plugins.intro}</p>
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-22" /></Match>
        <Match when={plugins().length === 0}><EmptyState icon={<Puzzle size={36} />} title={t().plugins.emptyTitle} text={t().plugins.emptyText} /></Match>
        <Match when={plugins().length > 0}><ul class="card divide-y divide-line"><For each={plugins()}>{(plugin) => <Plugin plugin={plugin} />}</For></ul></Match>
      </Switch>
    </>
  );
}
