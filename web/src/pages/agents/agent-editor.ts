import { useClient } from '@urql/solid';
import { batch, createMemo, createSignal } from 'solid-js';
import { createStore, reconcile, unwrap } from 'solid-js/store';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { locale, t } from '../../i18n/index.js';
import { toast } from '../../ui/toast.js';
import { agentPublishMutation, agentUpdateMutation, type AgentFields } from './agent-documents.js';
import { draftOf, incompleteFields, isSameDraft, TURN_TAKING_LIMITS, UNIT_SIZES, updateInput, type TurnTakingNumber } from './draft.js';

/**
 * One agent under the pen: what is written, what the server has, and the way from one to the other. A save names the
 * version it was written on; where somebody else was faster, `conflict` holds their agent and nothing is overwritten.
 */
export function createAgentEditor(initial: AgentFields) {
  const client = useClient();
  // A copy: what the cache learns later must not move the version that this draft is based on.
  const [agent, setAgent] = createSignal(structuredClone(unwrap(initial)));
  const [draft, setDraft] = createStore(draftOf(initial));
  const [conflict, setConflict] = createSignal<AgentFields>();
  const [busy, setBusy] = createSignal<'save' | 'publish'>();
  const [areFaultsShown, setFaultsShown] = createSignal(false);

  const isDirty = createMemo(() => !isSameDraft(draft, draftOf(agent())));
  const published = () => agent().publishedVersion;
  const isPublished = createMemo(() => { const version = published(); return version !== null && isSameDraft(draftOf(version), draftOf(agent())); });
  const incomplete = createMemo(() => incompleteFields(draft));

  const faultOf = (field: string): string | undefined => {
    if (!areFaultsShown() || !incomplete().includes(field)) return undefined;
    const [group, name] = field.split('.');
    if (group !== 'turnTaking') return t().editor.required;
    const { min, max, unit } = TURN_TAKING_LIMITS[name as TurnTakingNumber];
    const shown = (value: number) => (value / UNIT_SIZES[unit]).toLocaleString(locale());
    return t().editor.outside(shown(min), shown(max));
  };

  /** Takes what the server has now; the pen follows where `isDraftReplaced`. */
  const accept = (newer: AgentFields, isDraftReplaced: boolean) => batch(() => {
    setAgent(newer);
    setConflict(undefined);
    if (isDraftReplaced) setDraft(reconcile(draftOf(newer)));
  });

  type Answer = { agent: AgentFields | null; errors: readonly { code: string; message: string; path: readonly string[] | null; current?: AgentFields | null }[] };
  const take = (answer: Answer, isDraftReplaced: boolean): boolean => {
    if (answer.agent) { accept(answer.agent, isDraftReplaced); return true; }
    const [first] = answer.errors;
    if (first?.current) setConflict(first.current);
    else if (first) toast(sentenceOfFault(first), 'danger');
    return false;
  };

  const save = async (expectedVersion = agent().version): Promise<boolean> => {
    setFaultsShown(true);
    if (incomplete().length > 0) { document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(); return false; }
    const input = updateInput(agent().id, expectedVersion, draft);
    setBusy('save');
    const { data, error } = await client.mutation(agentUpdateMutation, { input });
    setBusy(undefined);
    if (error) { toast(sentenceOf(error), 'danger'); return false; }
    // What was typed while the answer was on its way stays.
    const isUntouched = JSON.stringify(updateInput(agent().id, expectedVersion, draft)) === JSON.stringify(input);
    return data !== undefined && take(data.agentUpdate as Answer, isUntouched);
  };

  const publish = async (): Promise<void> => {
    if (isDirty() && !await save()) return;
    setBusy('publish');
    const { data, error } = await client.mutation(agentPublishMutation, { input: { id: agent().id, expectedVersion: agent().version } });
    setBusy(undefined);
    if (error) { toast(sentenceOf(error), 'danger'); return; }
    if (data && take(data.agentPublish as Answer, false)) toast(t().editor.publishedToast(data.agentPublish.agent?.publishedVersion?.number ?? 1));
  };

  return {
    agent, draft, setDraft, conflict, busy, isDirty, isPublished, published, faultOf, save, publish,
    /** Writes over what the other person saved. */
    keepMine: () => { const theirs = conflict(); if (theirs) void save(theirs.version).then((isSaved) => { if (isSaved) toast(t().editor.saved); }); },
    takeTheirs: () => { const theirs = conflict(); if (theirs) accept(theirs, true); },
  };
}

export type AgentEditor = ReturnType<typeof createAgentEditor>;
