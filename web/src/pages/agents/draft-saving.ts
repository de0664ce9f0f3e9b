import { useClient } from '@urql/solid';
import type { CombinedError } from '@urql/core';
import { createMemo, createSignal, onCleanup } from 'solid-js';
import { createStore, produce, reconcile, unwrap, type SetStoreFunction } from 'solid-js/store';
import { codeOf, sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { toast } from '../../ui/toast.js';
import { agentUpdateMutation, type AgentFields } from './agent-documents.js';
import { makeAutosave, wallClock, type SaveState } from './autosave.js';
import { makeDraftKeeper, type Conflict, type SendAnswer } from './draft-keeper.js';
import { readStash, withStash, writeStash } from './draft-stash.js';
import { copyOf, draftOf, FIELDS, putValue, valueOf, type Draft, type Field, type updateInput } from './draft.js';
import { fieldNames } from './field-words.js';

/** Browsers carry at most 64 KiB past the end of a page. */
const KEEPALIVE_BYTES_MAX = 60_000;
const STASH_QUIET_MS = 300;
/** Failures that pass by themselves, as their codes in the contract. */
const PASSING_CODES = new Set(['INTERNAL', 'TIMEOUT', 'SHUTTING_DOWN', 'RATE_LIMITED']);

/** What a mutation of an agent answers. */
export interface AgentAnswer {
  readonly agent: AgentFields | null;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] | null; readonly current?: AgentFields | null }[];
}

/** The same in the words of the draft's keeper. */
export function sendAnswerOf(error: CombinedError | undefined, answer: AgentAnswer | undefined): SendAnswer {
  if (error) return { kind: error.networkError || PASSING_CODES.has(codeOf(error) ?? '') ? 'unreachable' : 'refused', reason: sentenceOf(error) };
  if (answer?.agent) return { kind: 'stored', agent: answer.agent };
  const first = answer?.errors[0];
  if (first?.current) return { kind: 'changed', current: first.current, reason: sentenceOfFault(first) };
  return { kind: 'refused', reason: first ? sentenceOfFault(first) : t().faults.unknown };
}

const fitsPastTheEnd = (input: object) => new TextEncoder().encode(JSON.stringify(input)).length < KEEPALIVE_BYTES_MAX;

/** The draft as it is written, and everything that brings it to the server and keeps it until it is there. */
export function createDraftSaving(initial: AgentFields) {
  const client = useClient();
  const [agent, setAgent] = createSignal(initial);
  const [draft, setDraft] = createStore(draftOf(initial));
  const [saveState, setSaveState] = createSignal<SaveState>({ kind: 'resting' });
  const [conflict, setConflict] = createSignal<Conflict>();
  const [offer, setOffer] = createSignal(readStash(initial.id, unwrap(draft)));
  const [revision, setRevision] = createSignal(0);
  const read = () => unwrap(draft);

  /** Writes fields of another draft into this one; entries that stay keep their place on the page. */
  const write = (source: Draft, fields: readonly Field[]) => {
    const copy = copyOf(source);
    setDraft(produce((target) => { for (const field of fields) if (field !== 'knowledge') putValue(target, field, valueOf(copy, field)); }));
    if (fields.includes('knowledge')) setDraft('knowledge', reconcile(copy.knowledge, { key: 'key' }));
    setRevision((count) => count + 1);
  };

  const keeper = makeDraftKeeper({
    agent: initial, read, write, onServer: (newer) => setAgent(() => newer), onConflict: setConflict,
    onMerged: (fields) => { toast(t().editor.merged(fieldNames(fields))); },
    send: async (input: ReturnType<typeof updateInput>) => {
      const { data, error } = await client.mutation(agentUpdateMutation, { input }, { fetchOptions: { keepalive: fitsPastTheEnd(input) } });
      return sendAnswerOf(error, data?.agentUpdate as AgentAnswer | undefined);
    },
  });
  const keepInTab = () => { writeStash(initial.id, keeper.base(), read(), Date.now(), offer()); };
  const autosave = makeAutosave({
    clock: wallClock, hasChanges: () => keeper.sendable().length > 0, save: () => keeper.save(),
    onState: (state) => { setSaveState(state); if (state.kind === 'saved') keepInTab(); },
  });

  let stashTimer: ReturnType<typeof setTimeout> | undefined;
  const noteChange = () => {
    autosave.changed();
    clearTimeout(stashTimer);
    stashTimer = setTimeout(keepInTab, STASH_QUIET_MS);
  };
  onCleanup(() => { clearTimeout(stashTimer); keepInTab(); autosave.stop(); });

  /** What the draft says as a whole, for answers that follow every change of it: read bare, which is much quicker than field by field. */
  const whole = (): Draft => { agent(); revision(); return read(); };

  return {
    agent, draft, saveState, conflict, offer, keeper, autosave, keepInTab, read, whole,
    /** Fields that the server does not have as they are written. */
    unsent: createMemo(() => { whole(); return keeper.unsent(); }),
    /** Those of them that it would take. */
    sendable: createMemo(() => { whole(); return keeper.sendable(); }),
    /** Changes the draft as a person does: it will be saved. */
    edit: ((...change: unknown[]) => { (setDraft as (...given: unknown[]) => void)(...change); setRevision((count) => count + 1); noteChange(); }) as SetStoreFunction<Draft>,
    /** Writes several fields at once, and sends them. */
    put: (source: Draft, fields: readonly Field[] = FIELDS) => { write(source, fields); noteChange(); void autosave.flush(); },
    takeOffer: () => {
      const kept = offer();
      setOffer(undefined);
      if (kept) { write(withStash(read(), kept), Object.keys(kept.values) as Field[]); noteChange(); void autosave.flush(); }
    },
    dropOffer: () => { setOffer(undefined); keepInTab(); },
  };
}
