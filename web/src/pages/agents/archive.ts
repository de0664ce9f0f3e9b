import { useClient } from '@urql/solid';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { toast } from '../../ui/toast.js';
import { agentArchiveMutation, type AgentFields } from './agent-documents.js';

interface Named { readonly id: string; readonly name: string }

/** Takes agents out of use and brings them back; either way offers the other. Answers the agent, or nothing where it was not done. */
export function useArchive() {
  const client = useClient();
  const set = async (id: string, isArchived: boolean): Promise<AgentFields | undefined> => {
    const { data, error } = await client.mutation(agentArchiveMutation, { input: { id, isArchived } });
    const [fault] = data?.agentArchive.errors ?? [];
    if (error || fault) toast(error ? sentenceOf(error) : sentenceOfFault(fault!), 'danger');
    return data?.agentArchive.agent ?? undefined;
  };
  const change = async ({ id, name }: Named, isArchived: boolean): Promise<AgentFields | undefined> => {
    const agent = await set(id, isArchived);
    if (agent) toast({ text: isArchived ? t().agents.archived(name) : t().agents.restored(name), undo: () => set(id, !isArchived) });
    return agent;
  };
  return { archive: (agent: Named) => change(agent, true), restore: (agent: Named) => change(agent, false) };
}
