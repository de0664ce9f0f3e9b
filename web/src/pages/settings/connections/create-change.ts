import { useClient } from '@urql/solid';
import { createSignal } from 'solid-js';
import { sentenceOf, sentenceOfFault, type UserFault } from '../../../api/faults.js';
import type { VariablesOf } from '../../../api/graphql.js';
import { connectionUpdateMutation, type ConnectionFields, type ProblemFields } from './connection-documents.js';

type Input = Omit<VariablesOf<typeof connectionUpdateMutation>['input'], 'id'>;

/** A change of a connection, which the provider may refuse: what is wrong stays to be told. `isPlaced` says whose fault has a field of its own. */
export function createChange(isPlaced: (fault: UserFault) => boolean) {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const [faults, setFaults] = createSignal<readonly UserFault[]>([]);
  const [failure, setFailure] = createSignal<string>();
  const [problem, setProblem] = createSignal<ProblemFields>();
  /** Answers the connection as it is then; undefined where nothing was changed. */
  const change = async (id: string, input: Input): Promise<ConnectionFields | undefined> => {
    setBusy(true);
    const { data, error } = await client.mutation(connectionUpdateMutation, { input: { id, ...input } });
    setBusy(false);
    const { connection, errors } = data?.providerUpdate ?? { connection: null, errors: [] };
    setFaults(errors);
    const failed = errors.find((fault) => 'problem' in fault);
    setProblem(failed && 'problem' in failed ? failed.problem : undefined);
    const unplaced = errors.find((fault) => fault !== failed && !isPlaced(fault));
    setFailure(error ? sentenceOf(error) : unplaced && sentenceOfFault(unplaced));
    return connection ?? undefined;
  };
  return { isBusy, faults, failure, problem, change };
}
