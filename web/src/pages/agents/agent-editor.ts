import { useClient } from '@urql/solid';
import { createMemo, createSignal } from 'solid-js';
import { toast } from '../../ui/toast.js';
import { t } from '../../i18n/index.js';
import { agentPublishMutation, agentQuery, agentVersionRestoreMutation, type AgentFields } from './agent-documents.js';
import { createDraftSaving, sendAnswerOf, type AgentAnswer } from './draft-saving.js';
import { copyOf, draftOf, faultyPlaces, isSameDraft } from './draft.js';
import type { SendAnswer } from './draft-keeper.js';
import { faultSentence } from './field-words.js';

/**
 * One agent under the pen: what is written, what the server has, and the way from one to the other, which goes by
 * itself. Nothing that is written here is overwritten without being asked about.
 */
export function createAgentEditor(initial: AgentFields) {
  const client = useClient();
  const saving = createDraftSaving(initial);
  const { agent, draft, sendable, keeper, autosave } = saving;
  const [isPublishing, setPublishing] = createSignal(false);
  /** Places that have been left once: their faults are told. */
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set());
  const faults = createMemo(() => faultyPlaces(saving.whole()));
  const published = () => agent().publishedVersion;
  const isPublished = createMemo(() => { const version = published(); return version !== null && isSameDraft(draftOf(version), draftOf(agent())); });
  const flush = () => autosave.flush();

  /** Nothing was done: why, and what somebody else stored meanwhile. */
  const tellWhy = (answer: Exclude<SendAnswer, { kind: 'stored' }>) => {
    if (answer.kind === 'changed') keeper.meet(answer.current);
    toast(answer.reason, 'danger');
  };

  const publish = async (): Promise<boolean> => {
    if (!await flush()) return false;
    setPublishing(true);
    const { data, error } = await client.mutation(agentPublishMutation, { input: { id: agent().id, expectedVersion: agent().version } });
    setPublishing(false);
    const answer = sendAnswerOf(error, data?.agentPublish as AgentAnswer | undefined);
    if (answer.kind === 'stored') keeper.meet(answer.agent);
    else tellWhy(answer);
    return answer.kind === 'stored';
  };

  /** The draft becomes what a version was; the words that were there can be had back. */
  const restore = async (version: { readonly id: string; readonly number: number }): Promise<boolean> => {
    if (sendable().length > 0 && !await flush()) return false;
    const former = copyOf(saving.read());
    const { data, error } = await client.mutation(agentVersionRestoreMutation, { input: { versionId: version.id, expectedVersion: agent().version } });
    const answer = sendAnswerOf(error, data?.agentVersionRestore as AgentAnswer | undefined);
    if (answer.kind !== 'stored') { tellWhy(answer); return false; }
    keeper.replace(answer.agent);
    toast({ text: t().versions.restored(version.number), undo: () => { saving.put(former); } });
    return true;
  };

  /** Takes in what others stored since. */
  const refresh = async (): Promise<void> => {
    const { data } = await client.query(agentQuery, { id: agent().id }, { requestPolicy: 'network-only' });
    if (data?.agent && !saving.conflict()) keeper.meet(data.agent);
  };

  /** After a decision the rest goes its way again. */
  const decide = (choice: () => void) => { choice(); autosave.resolve(); saving.keepInTab(); void flush(); };

  return {
    agent, draft, faults, published, isPublished, isPublishing, publish, restore, refresh, flush,
    saveState: saving.saveState, conflict: saving.conflict, unsent: saving.unsent, sendable: saving.sendable, edit: saving.edit, keepInTab: saving.keepInTab,
    offer: saving.offer, takeOffer: saving.takeOffer, dropOffer: saving.dropOffer,
    /** A field was left: from now on its fault is told, and what waits is sent. */
    leave: (place: string) => { setLeft((places) => (places.has(place) ? places : new Set([...places, place]))); autosave.pause(); },
    /** Tells every fault from now on. */
    showFaults: () => { setLeft(new Set(faults())); },
    faultOf: (place: string) => (left().has(place) && faults().includes(place) ? faultSentence(place, draft) : undefined),
    /** Takes the agent as another mutation left it. */
    meet: (newer: AgentFields) => { keeper.meet(newer); },
    reconnected: () => { autosave.reconnected(); },
    keepMine: () => { decide(keeper.keepMine); },
    takeTheirs: () => {
      const [mine, clashes] = [copyOf(saving.read()), saving.conflict()?.clashes ?? []];
      decide(keeper.takeTheirs);
      toast({ text: t().editor.tookTheirs, undo: () => { saving.put(mine, clashes); } });
    },
  };
}

export type AgentEditor = ReturnType<typeof createAgentEditor>;
