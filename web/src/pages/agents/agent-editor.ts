import { useClient } from '@urql/solid';
import { createMemo, createSignal } from 'solid-js';
import { toast } from '../../ui/toast.js';
import { agentPublishMutation, type AgentFields } from './agent-documents.js';
import { createDraftSaving, sendAnswerOf, type AgentAnswer } from './draft-saving.js';
import { draftOf, faultyPlaces, isSameDraft } from './draft.js';
import { faultSentence } from './field-words.js';

/**
 * One agent under the pen: what is written, what the server has, and the way from one to the other, which goes by
 * itself. Nothing that is written here is overwritten without being asked about.
 */
export function createAgentEditor(initial: AgentFields) {
  const client = useClient();
  const saving = createDraftSaving(initial);
  const { agent, draft, keeper, autosave } = saving;
  const [isPublishing, setPublishing] = createSignal(false);
  /** Places that have been left once: their faults are told. */
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set());
  const faults = createMemo(() => faultyPlaces(draft));
  const published = () => agent().publishedVersion;
  const isPublished = createMemo(() => { const version = published(); return version !== null && isSameDraft(draftOf(version), draftOf(agent())); });
  const flush = () => autosave.flush();

  const publish = async (): Promise<boolean> => {
    if (!await flush()) return false;
    setPublishing(true);
    const { data, error } = await client.mutation(agentPublishMutation, { input: { id: agent().id, expectedVersion: agent().version } });
    setPublishing(false);
    const answer = sendAnswerOf(error, data?.agentPublish as AgentAnswer | undefined);
    if (answer.kind === 'stored') keeper.meet(answer.agent);
    else {
      if (answer.kind === 'changed') keeper.meet(answer.current);
      toast(answer.reason, 'danger');
    }
    return answer.kind === 'stored';
  };

  /** After a decision the rest goes its way again. */
  const decide = (choice: () => void) => { choice(); autosave.resolve(); saving.keepInTab(); void flush(); };

  return {
    agent, draft, faults, published, isPublished, isPublishing, publish, flush,
    saveState: saving.saveState, conflict: saving.conflict, unsent: saving.unsent, edit: saving.edit, keepInTab: saving.keepInTab,
    offer: saving.offer, takeOffer: saving.takeOffer, dropOffer: saving.dropOffer,
    /** A field was left: from now on its fault is told, and what waits is sent. */
    leave: (place: string) => { setLeft((places) => (places.has(place) ? places : new Set([...places, place]))); autosave.pause(); },
    /** Tells every fault from now on. */
    showFaults: () => { setLeft(new Set(faults())); },
    faultOf: (place: string) => (left().has(place) && faults().includes(place) ? faultSentence(place) : undefined),
    reconnected: () => { autosave.reconnected(); },
    keepMine: () => { decide(keeper.keepMine); },
    takeTheirs: () => { decide(keeper.takeTheirs); },
  };
}

export type AgentEditor = ReturnType<typeof createAgentEditor>;
