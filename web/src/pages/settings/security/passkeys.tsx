import { useSearchParams } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import KeyRound from 'lucide-solid/icons/key-round';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { formatAgo, formatDate, formatMoment } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { passkeyHindrance } from '../../../passkeys/browser-passkeys.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { FailedState, SkeletonRows } from '../../../ui/parts.js';
import { toast } from '../../../ui/toast.js';
import { PasskeyAdd } from './passkey-add.js';
import { passkeyDeleteMutation, passkeysQuery, type PasskeyFields } from './security-documents.js';

function Row(props: { passkey: PasskeyFields; onRemove: () => void }) {
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 sm:px-5">
      <span class="text-muted" aria-hidden="true"><KeyRound size={20} /></span>
      <div class="min-w-0 flex-1">
        <p class="font-medium break-words">{props.passkey.name}</p>
        <p class="text-sm text-muted">
          <time datetime={props.passkey.createdAt}>{t().passkeys.addedOn(formatDate(props.passkey.createdAt))}</time> · <Show when={props.passkey.lastUsedAt} fallback={t().passkeys.neverUsed}>{(at) => <time datetime={at()} title={formatMoment(at())}>{t().passkeys.used(formatAgo(at()))}</time>}</Show>
        </p>
      </div>
      <Button look="quiet" class="-mr-2 px-2.5 text-sm text-danger!" aria-label={t().passkeys.removeOf(props.passkey.name)} onClick={() => props.onRemove()}>{t().common.remove}</Button>
    </li>
  );
}

function createPasskeys() {
  const client = useClient();
  const [result, refetch] = createQuery({ query: passkeysQuery, requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const remove = async ({ id, name }: PasskeyFields): Promise<string | undefined> => {
    const { data, error } = await client.mutation(passkeyDeleteMutation, { input: { id } });
    const fault = data?.passkeyDelete.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    toast(t().passkeys.removed(name));
    refresh();
    return undefined;
  };
  return { result, refresh, remove, list: () => result.data?.viewer?.passkeys };
}

/** Keys of devices that open the account by themselves. `?passkey=1` adds one. */
export function Passkeys() {
  const passkeys = createPasskeys();
  const [search, setSearch] = useSearchParams<{ passkey?: string }>();
  const [leaving, setLeaving] = createSignal<PasskeyFields>();
  const hindrance = passkeyHindrance();
  const open = (isOpen: boolean) => { setSearch({ passkey: isOpen ? '1' : undefined }, { scroll: false }); };
  return (
    <section class="card" aria-labelledby="passkeys">
      <header class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 sm:flex-nowrap sm:px-5">
        <div class="min-w-0"><h2 id="passkeys" class="font-semibold">{t().passkeys.title}</h2><p class="text-sm text-muted">{t().passkeys.hint}</p></div>
        <Show when={hindrance === undefined}><Button class="px-2.5 text-sm" onClick={() => { open(true); }}>{t().passkeys.add}</Button></Show>
      </header>
      <Show when={hindrance}>{(reason) => <p class="border-b border-line px-4 py-3 text-sm text-muted sm:px-5">{t().passkeys.failures[reason()]}</p>}</Show>
      <Switch>
        <Match when={passkeys.result.error}>{(error) => <div class="p-4"><FailedState sentence={sentenceOf(error())} onRetry={passkeys.refresh} /></div>}</Match>
        <Match when={!passkeys.list()}><div class="p-4"><SkeletonRows class="h-10" rows={1} /></div></Match>
        <Match when={passkeys.list()?.length === 0}><p class="px-4 py-3 text-sm text-muted sm:px-5">{t().passkeys.empty}</p></Match>
        <Match when={passkeys.list()}>{(list) => <ul class="divide-y divide-line"><For each={list()}>{(passkey) => <Row passkey={passkey} onRemove={() => { setLeaving(passkey); }} />}</For></ul>}</Match>
      </Switch>
      <PasskeyAdd isOpen={search.passkey !== undefined && hindrance === undefined} names={passkeys.list()?.map(({ name }) => name) ?? []} onAdded={passkeys.refresh} onClose={() => { open(false); }} />
      <Confirm isOpen={leaving() !== undefined} title={t().passkeys.removeTitle(leaving()?.name ?? '')} text={t().passkeys.removeText} action={t().common.remove} isDanger onConfirm={() => passkeys.remove(leaving()!)} onClose={() => { setLeaving(undefined); }} />
    </section>
  );
}
