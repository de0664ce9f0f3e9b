import { useNavigate, useSearchParams } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import Search from 'lucide-solid/icons/search';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { formatShort } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { BackLink, EmptyState, FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { SearchField } from '../../../ui/search-field.js';
import { SelectField } from '../../../ui/select-field.js';
import { usePageTitle } from '../../../ui/title.js';
import { toast } from '../../../ui/toast.js';
import { CatalogCard } from './catalog-card.js';
import { languageOptions } from './catalog-languages.js';
import { catalogQuery, connectionConnectMutation, type OfferFields, type OfferKindFields } from './connection-documents.js';
import { FURTHER_KINDS, kindsWith, readKind } from './connection-kinds.js';

/** Connecting in one step what asks for nothing; which one is on its way. */
function createConnecting() {
  const client = useClient();
  const navigate = useNavigate();
  const [busy, setBusy] = createSignal<{ readonly pluginId: string; readonly kind: string }>();
  const connect = async ({ id: pluginId }: OfferFields, { kind }: OfferKindFields) => {
    setBusy({ pluginId, kind });
    const { data, error } = await client.mutation(connectionConnectMutation, { input: { pluginId, kind } });
    setBusy(undefined);
    const { connection, errors } = data?.providerConnect ?? { connection: null, errors: [] };
    if (!connection) { toast(error ? sentenceOf(error) : errors[0] ? sentenceOfFault(errors[0]) : t().faults.unknown, 'danger'); return; }
    toast(connection.status === 'PENDING_APPROVAL' ? t().connections.waits(connection.name) : t().connections.connected(connection.name, formatShort(connection.latencyMs ?? 0)));
    navigate('/settings/connections');
  };
  return { busy, connect: (offer: OfferFields, kind: OfferKindFields) => { void connect(offer, kind); } };
}

/** What can be connected, searched and narrowed; the address holds by what. */
export function CatalogPage() {
  usePageTitle(() => t().connections.catalog);
  const words = () => t().connections;
  const [search, setSearch] = useSearchParams<{ q?: string; kind?: string; language?: string }>();
  const kind = () => readKind(search.kind);
  const [result, refetch] = createQuery({ query: catalogQuery, requestPolicy: 'cache-and-network', variables: () => ({ search: search.q ?? null, kind: kind() ?? null, language: search.language ?? null }) });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const set = (given: { q?: string | undefined; kind?: string | undefined; language?: string | undefined }) => { setSearch(given, { scroll: false }); };
  const connecting = createConnecting();
  const offers = () => result.data?.pluginCatalog ?? [];
  const connectedTo = (id: string) => result.data?.providerConnections.filter(({ pluginId }) => pluginId === id).length ?? 0;
  return (
    <>
      <BackLink href="/settings/connections" class="mb-2">{t().settings.pages.connections}</BackLink>
      <PageHeading title={words().catalog}><IconButton label={t().common.refresh} onClick={refresh}><RefreshCw size={17} aria-hidden="true" /></IconButton></PageHeading>
      <p class="-mt-3 mb-5 max-w-2xl text-sm text-muted">{words().catalogIntro}</p>
      <div class="mb-4 grid grid-cols-2 items-end gap-3 md:grid-cols-[minmax(0,1fr)_12rem_12rem]">
        <SearchField label={words().search} class="max-md:col-span-2" value={search.q ?? ''} onSearch={(text) => { set({ q: text || undefined }); }} />
        <SelectField label={words().kind} value={kind() ?? ''} options={[{ value: '', name: words().anyKind }, ...kindsWith([...FURTHER_KINDS, ...(kind() ? [kind()!] : [])]).map((value) => ({ value, name: t().plugins.kinds[value] }))]} onValue={(value) => { set({ kind: value.toLowerCase() || undefined }); }} />
        <SelectField label={words().language} value={search.language ?? ''} options={[{ value: '', name: words().anyLanguage }, ...languageOptions(search.language ?? '')]} onValue={(value) => { set({ language: value || undefined }); }} />
      </div>
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-40" rows={3} /></Match>
        <Match when={offers().length === 0}><EmptyState icon={<Search size={36} />} title={words().catalogEmptyTitle} text={words().catalogEmptyText}><Button onClick={() => { set({ q: undefined, kind: undefined, language: undefined }); }}>{words().showAll}</Button></EmptyState></Match>
        <Match when={result.data}>
          <ul class="gap-4 lg:columns-2" aria-label={words().catalog}>
            <For each={offers()}>{(offer) => <CatalogCard offer={offer} connected={connectedTo(offer.id)} busyKind={connecting.busy()?.pluginId === offer.id ? connecting.busy()?.kind : undefined} isLocked={connecting.busy() !== undefined} onConnect={(kindOffered) => { connecting.connect(offer, kindOffered); }} />}</For>
          </ul>
          <Show when={result.stale}><span class="sr-only" role="status">{t().common.loading}</span></Show>
        </Match>
      </Switch>
    </>
  );
}
