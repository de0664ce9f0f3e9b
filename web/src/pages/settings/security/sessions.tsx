import { createQuery, useClient } from '@urql/solid';
import Laptop from 'lucide-solid/icons/laptop';
import Smartphone from 'lucide-solid/icons/smartphone';
import SquareTerminal from 'lucide-solid/icons/square-terminal';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { formatAgo, formatMoment } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { Badge, FailedState, SkeletonRows } from '../../../ui/parts.js';
import { toast } from '../../../ui/toast.js';
import { placeOf } from './place-of.js';
import { sessionRevokeMutation, sessionsQuery, sessionsRevokeOthersMutation, type SessionFields } from './security-documents.js';
import { deviceOf } from './user-agent.js';

const ICONS = { phone: Smartphone, computer: Laptop, program: SquareTerminal };

function Row(props: { session: SessionFields; onRevoke: () => void }) {
  const words = () => t().sessions;
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 sm:px-5">
      <span class="text-muted" aria-hidden="true"><Dynamic component={ICONS[deviceOf(props.session.userAgent).kind]} size={20} /></span>
      <div class="min-w-0 flex-1">
        <p class="flex flex-wrap items-center gap-x-2.5"><span class="font-medium" title={props.session.userAgent}>{placeOf(props.session.userAgent)}</span><Show when={props.session.isCurrent}><Badge tone="good">{words().current}</Badge></Show></p>
        <p class="text-sm break-words text-muted">{props.session.isCurrent ? words().now : words().used(formatAgo(props.session.lastUsedAt))} · {words().methods[props.session.signedInWith]} · <time datetime={props.session.createdAt}>{formatMoment(props.session.createdAt)}</time><Show when={props.session.address}>{(address) => <> · <span class="font-mono text-xs">{address()}</span></>}</Show></p>
      </div>
      <Show when={!props.session.isCurrent}><Button look="quiet" class="-mr-2 px-2.5 text-sm text-danger!" aria-label={words().endOf(placeOf(props.session.userAgent))} onClick={() => props.onRevoke()}>{words().end}</Button></Show>
    </li>
  );
}

function createSessions() {
  const client = useClient();
  const [result, refetch] = createQuery({ query: sessionsQuery, requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const [isBusy, setBusy] = createSignal(false);
  const end = async ({ id, userAgent }: SessionFields): Promise<void> => {
    const { data, error } = await client.mutation(sessionRevokeMutation, { input: { id } });
    const fault = data?.sessionRevoke.errors[0];
    if (error || fault) toast(error ? sentenceOf(error) : sentenceOfFault(fault!), 'danger');
    else toast(t().sessions.ended(placeOf(userAgent)));
    refresh();
  };
  const endOthers = async (): Promise<string | undefined> => {
    setBusy(true);
    const { data, error } = await client.mutation(sessionsRevokeOthersMutation, {});
    setBusy(false);
    const fault = data?.sessionsRevokeOthers.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    toast(t().sessions.othersEnded);
    refresh();
    return undefined;
  };
  return { result, refresh, end, endOthers, isBusy, list: () => result.data?.viewer?.sessions };
}

/** Where one is signed in; each session can be ended but the one that asks, which one signs out of. */
export function Sessions() {
  const sessions = createSessions();
  const [isAsked, setAsked] = createSignal(false);
  const hasOthers = () => (sessions.list()?.length ?? 0) > 1;
  return (
    <section class="card" aria-labelledby="sessions">
      <header class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 sm:px-5">
        <div><h2 id="sessions" class="font-semibold">{t().sessions.title}</h2><p class="text-sm text-muted">{t().sessions.hint}</p></div>
        <Show when={hasOthers()}><Button class="px-2.5 text-sm" isBusy={sessions.isBusy()} onClick={() => { setAsked(true); }}>{t().sessions.endOthers}</Button></Show>
      </header>
      <Switch>
        <Match when={sessions.result.error}>{(error) => <div class="p-4"><FailedState sentence={sentenceOf(error())} onRetry={sessions.refresh} /></div>}</Match>
        <Match when={!sessions.list()}><div class="p-4"><SkeletonRows class="h-10" rows={2} /></div></Match>
        <Match when={sessions.list()}>{(list) => <ul class="divide-y divide-line"><For each={list()}>{(session) => <Row session={session} onRevoke={() => { void sessions.end(session); }} />}</For></ul>}</Match>
      </Switch>
      <Confirm isOpen={isAsked()} title={t().sessions.othersTitle} text={t().sessions.othersText} action={t().sessions.endOthers} isDanger onConfirm={sessions.endOthers} onClose={() => { setAsked(false); }} />
    </section>
  );
}
