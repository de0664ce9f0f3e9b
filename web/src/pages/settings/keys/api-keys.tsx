import { useSearchParams } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import KeyRound from 'lucide-solid/icons/key-round';
import Plus from 'lucide-solid/icons/plus';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { EmptyState, FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { toast } from '../../../ui/toast.js';
import { agentNamesQuery } from '../../calls/list/list-documents.js';
import { apiKeyRevokeMutation, serviceAccountsQuery, type ApiKeyFields, type ServiceAccountFields } from './api-key-documents.js';
import { KeyDialog } from './key-dialog.js';
import { KeyRow } from './key-row.js';
import { keyState } from './key-state.js';

interface ProgramProps { account: ServiceAccountFields; agentName: (id: string) => string | undefined; onCreate: () => void; onRevoke: (key: ApiKeyFields) => void }

/** A program and its keys: those that work, and behind a line those that are over. */
function Program(props: ProgramProps) {
  const isOver = (key: ApiKeyFields) => ['expired', 'revoked'].includes(keyState(key, Date.now()));
  const working = () => props.account.keys.filter((key) => !isOver(key));
  const over = () => props.account.keys.filter(isOver);
  const row = (key: ApiKeyFields) => <KeyRow apiKey={key} agentName={props.agentName} mayRevoke={may('api-keys:revoke')} onRevoke={() => props.onRevoke(key)} />;
  return (
    <section class="card" aria-labelledby={props.account.id}>
      <header class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-2 pr-2 pl-4 sm:pl-5">
        <h2 id={props.account.id} class="min-w-0 font-semibold break-words">{props.account.name}</h2>
        <Show when={may('api-keys:create')}><Button look="quiet" class="px-2.5 text-sm" onClick={() => props.onCreate()}><Plus size={15} aria-hidden="true" />{t().apiKeys.addKey}</Button></Show>
      </header>
      <Show when={working().length > 0} fallback={<p class="px-4 py-4 text-sm text-muted sm:px-5">{t().apiKeys.noKey}</p>}><ul class="divide-y divide-line"><For each={working()}>{row}</For></ul></Show>
      <Show when={over().length > 0}>
        <details class="border-t border-line"><summary class="control flex items-center px-4 text-sm text-muted hover:text-ink sm:px-5">{t().apiKeys.over(over().length)}</summary><ul class="divide-y divide-line border-t border-line"><For each={over()}>{row}</For></ul></details>
      </Show>
    </section>
  );
}

/** Ending a key: which one is asked about, and its end. */
function createRevoking(onDone: () => void) {
  const client = useClient();
  const [asked, ask] = createSignal<ApiKeyFields>();
  const revoke = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(apiKeyRevokeMutation, { input: { id: asked()?.id ?? '' } });
    const fault = data?.apiKeyRevoke.errors[0];
    if (error) return sentenceOf(error);
    if (fault) return sentenceOfFault(fault);
    toast(t().apiKeys.revoked(asked()?.name ?? ''));
    onDone();
    return undefined;
  };
  return { asked, ask, revoke };
}

/** Programs that use the api, and their keys. `?new=1` makes a key, `?new=svc_…` one of that program. */
export function ApiKeysPage() {
  usePageTitle(() => t().settings.pages['api-keys']);
  const [search, setSearch] = useSearchParams<{ new?: string }>();
  const [result, refetch] = createQuery({ query: serviceAccountsQuery, requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const accounts = () => (result.data?.serviceAccounts.nodes ?? []).filter((account) => account !== null);
  const [named] = createQuery({ query: agentNamesQuery, pause: () => !may('agents:read') });
  const agents = () => (named.data?.agents.nodes ?? []).filter((agent) => agent !== null);
  const agentName = (id: string) => agents().find((agent) => agent.id === id)?.name;
  const revoking = createRevoking(refresh);
  const open = (account: string) => { setSearch({ new: account }, { scroll: false }); };
  return (
    <>
      <PageHeading title={t().settings.pages['api-keys']}>
        <Show when={may('api-keys:create')}><Button look="primary" onClick={() => { open('1'); }}><Plus size={16} aria-hidden="true" />{t().apiKeys.create}</Button></Show>
      </PageHeading>
      <p class="-mt-3 mb-5 max-w-2xl text-sm text-muted">{t().apiKeys.intro}</p>
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-24" rows={2} /></Match>
        <Match when={accounts().length === 0}>
          <EmptyState icon={<KeyRound size={36} />} title={t().apiKeys.emptyTitle} text={t().apiKeys.emptyText}>
            <Show when={may('api-keys:create')}><Button look="primary" onClick={() => { open('1'); }}>{t().apiKeys.create}</Button></Show>
          </EmptyState>
        </Match>
        <Match when={accounts().length > 0}><div class="flex flex-col gap-4"><For each={accounts()}>{(account) => <Program account={account} agentName={agentName} onCreate={() => { open(account.id); }} onRevoke={revoking.ask} />}</For></div></Match>
      </Switch>
      <KeyDialog isOpen={search.new !== undefined && may('api-keys:create') && result.data !== undefined} accounts={accounts()} agents={agents()} accountId={accounts().find(({ id }) => id === search.new)?.id} onMade={refresh} onClose={() => { setSearch({ new: undefined }, { scroll: false }); }} />
      <Confirm isOpen={revoking.asked() !== undefined} title={t().apiKeys.revokeTitle(revoking.asked()?.name ?? '')} text={t().apiKeys.revokeText} action={t().apiKeys.revoke} isDanger onConfirm={revoking.revoke} onClose={() => { revoking.ask(undefined); }} />
    </>
  );
}
