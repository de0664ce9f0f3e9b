import { createQuery, useClient } from '@urql/solid';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { roleName } from '../../api/roles.js';
import { endSession, viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Confirm } from '../../ui/confirm.js';
import { TextArea } from '../../ui/field.js';
import { Badge, FailedState, SkeletonRows } from '../../ui/parts.js';
import { SelectField } from '../../ui/select-field.js';
import { impersonationStartMutation, platformMembersQuery, type PlatformMember } from './platform-documents.js';
import { REASON_LENGTH } from './suspension.js';

/** As many as the api gives at once; those who have been there longest are enough to help. */
const MEMBERS_MAX = 100;
const MINUTES = [15, 30, 60] as const;

const nameOf = ({ user }: PlatformMember): string => user.name || user.email;

/** Working as one of them, for a reason and a while. The page starts anew as theirs. */
function Impersonate(props: { organizationId: string; asked: PlatformMember | undefined; onClose: () => void }) {
  const client = useClient();
  const [reason, setReason] = createSignal('');
  const [minutes, setMinutes] = createSignal<number>(MINUTES[0]);
  const start = async (): Promise<string | undefined> => {
    const userId = props.asked!.user.id;
    return endSession('/', async () => {
      const { data, error } = await client.mutation(impersonationStartMutation, { input: { organizationId: props.organizationId, userId, reason: reason().trim(), minutes: minutes() } });
      const fault = data?.impersonationStart.errors[0];
      return error ? sentenceOf(error) : fault && sentenceOfFault(fault);
    });
  };
  return (
    <Confirm isOpen={props.asked !== undefined} title={t().platform.impersonateTitle(props.asked ? nameOf(props.asked) : '')} text={t().platform.impersonateText} action={t().platform.impersonate} onConfirm={start} onClose={() => props.onClose()}>
      <TextArea label={t().platform.reason} hint={t().platform.impersonateReasonHint} required {...REASON_LENGTH} value={reason()} onValue={setReason} />
      <SelectField label={t().platform.minutes} value={String(minutes())} options={MINUTES.map((value) => ({ value: String(value), name: t().platform.minutesValue(value) }))} onValue={(value) => { setMinutes(Number(value)); }} />
    </Confirm>
  );
}

/** The people of an organization, to work as one of them. */
export function People(props: { organizationId: string }) {
  const [result, refetch] = createQuery({ query: platformMembersQuery, requestPolicy: 'cache-and-network', variables: () => ({ organizationId: props.organizationId, first: MEMBERS_MAX }) });
  const [asked, ask] = createSignal<PlatformMember>();
  const members = () => result.data?.platformMembers.nodes ?? [];
  return (
    <section aria-labelledby="platform-people">
      <h2 id="platform-people" class="mb-3 font-semibold">{t().platform.people}</h2>
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-14" rows={3} /></Match>
        <Match when={members().length === 0}><p class="text-sm text-muted">{t().platform.noPeople}</p></Match>
        <Match when={members().length > 0}>
          <ul class="card divide-y divide-line">
            <For each={members()}>
              {(member) => (
                <li class="flex items-center gap-3 py-2.5 pr-3 pl-4">
                  <Avatar name={nameOf(member)} />
                  <div class="grid min-w-0 flex-1 gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
                    <div class="min-w-0"><p class="truncate font-medium">{nameOf(member)}</p><Show when={member.user.name}><p class="truncate text-sm text-muted">{member.user.email}</p></Show></div>
                    <div><Badge>{roleName(member.role)}</Badge></div>
                  </div>
                  <Show when={member.user.id !== viewer()?.user.id}><Button aria-label={t().platform.workAsNamed(nameOf(member))} onClick={() => { ask({ ...member, user: { ...member.user } }); }}>{t().platform.workAs}</Button></Show>
                </li>
              )}
            </For>
          </ul>
        </Match>
      </Switch>
      <Impersonate organizationId={props.organizationId} asked={asked()} onClose={() => { ask(undefined); }} />
    </section>
  );
}
