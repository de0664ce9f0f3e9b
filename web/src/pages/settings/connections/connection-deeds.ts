import { useClient } from '@urql/solid';
import { createSignal } from 'solid-js';
import { sentenceOf, sentenceOfFault, type UserFault } from '../../../api/faults.js';
import { formatShort } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { toast } from '../../../ui/toast.js';
import { connectionApproveMutation, connectionDisconnectMutation, connectionReorderMutation, connectionRouteSetMutation, connectionTestMutation, connectionUpdateMutation, type ConnectionFields, type Kind, type ProblemFields, type UserFields } from './connection-documents.js';

/** Whose routes name a connection, in words; nothing where nobody's do. */
function usersOf(users: UserFields | undefined): string {
  const names = [...users?.agents.map(({ name }) => name) ?? [], ...(users?.isInOrganizationRoute ? [t().connections.organizationRoute] : [])];
  return names.length === 0 ? '' : t().connections.inRoutesOf(names.join(', '));
}

/** What is done with connections wherever they are shown; `refresh` is told when something has changed. */
export function createDeeds(refresh: () => void) {
  const client = useClient();
  /** Those that are being asked now. */
  const [testing, setTesting] = createSignal<readonly string[]>([]);
  const say = (error: Parameters<typeof sentenceOf>[0] | undefined, fault: UserFault | undefined): string | undefined => (error ? sentenceOf(error) : fault && sentenceOfFault(fault));

  /** Answers what is wrong, where something is. */
  const test = async ({ id, name }: ConnectionFields): Promise<ProblemFields | undefined> => {
    setTesting((all) => [...all, id]);
    const { data, error } = await client.mutation(connectionTestMutation, { id });
    setTesting((all) => all.filter((other) => other !== id));
    const { test: result, errors } = data?.providerTest ?? { test: null, errors: [] };
    const failure = say(error, errors[0]);
    if (failure) toast(failure, 'danger');
    else if (result?.isOk) toast(t().connections.works(name, formatShort(result.latencyMs ?? 0)));
    else toast(`${t().connections.fails(name)}. ${result?.problem ? t().connections.causes[result.problem.cause].title : ''}`, 'danger');
    refresh();
    return result?.problem ?? undefined;
  };

  /** Answers whether it was done. */
  const reorder = async (ids: readonly string[]): Promise<boolean> => {
    const { data, error } = await client.mutation(connectionReorderMutation, { ids: [...ids] });
    const failure = say(error, data?.providerReorder.errors[0]);
    if (failure) toast(failure, 'danger');
    refresh();
    return failure === undefined;
  };

  /** Takes the organization's route of a kind out: the order of the connections holds again. */
  const unroute = async (kind: Kind): Promise<void> => {
    const { data, error } = await client.mutation(connectionRouteSetMutation, { input: { kind, steps: [] } });
    const failure = say(error, data?.routeSet.errors[0]);
    if (failure) toast(failure, 'danger');
    else toast(t().connections.unrouted);
    refresh();
  };

  const setActive = async ({ id, name }: ConnectionFields, isActive: boolean): Promise<void> => {
    if (isActive) setTesting((all) => [...all, id]);
    const { data, error } = await client.mutation(connectionUpdateMutation, { input: { id, isActive } });
    setTesting((all) => all.filter((other) => other !== id));
    const failure = say(error, data?.providerUpdate.errors[0]);
    if (failure) toast(failure, 'danger');
    else if (isActive) toast(t().connections.switchedOn(name));
    else toast([t().connections.switchedOff(name), usersOf(data?.providerUpdate.usedBy ?? undefined)].filter(Boolean).join('. '));
    refresh();
  };

  const approve = async ({ id, name }: ConnectionFields): Promise<void> => {
    const { data, error } = await client.mutation(connectionApproveMutation, { id });
    const { connection, errors } = data?.providerApprove ?? { connection: null, errors: [] };
    const failure = say(error, errors[0]);
    if (failure) toast(failure, 'danger');
    else toast(connection?.status === 'ACTIVE' ? t().connections.approved(name) : t().connections.approvedUnsure(name));
    refresh();
  };

  /** For a question that stays open where it fails: answers the sentence. */
  const disconnect = async ({ id, name }: ConnectionFields): Promise<string | undefined> => {
    const { data, error } = await client.mutation(connectionDisconnectMutation, { id });
    const [fault] = data?.providerDisconnect.errors ?? [];
    const failure = [say(error, fault), usersOf(fault && 'usedBy' in fault ? fault.usedBy : undefined)].filter(Boolean).join(' ') || undefined;
    if (failure === undefined) { toast(t().connections.disconnected(name)); refresh(); }
    return failure;
  };
  return { isTesting: (id: string) => testing().includes(id), test, reorder, unroute, setActive, approve, disconnect };
}

export type Deeds = ReturnType<typeof createDeeds>;
