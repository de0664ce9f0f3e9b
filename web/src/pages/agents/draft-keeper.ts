import type { AgentFields } from './agent-documents.js';
import type { SaveOutcome } from './autosave.js';
import { changedFields, copyOf, draftOf, FIELDS, storableDraft, updateInput, type Draft, type Field } from './draft.js';
import { compareChanges } from './merge.js';

/** So often in a row somebody else may be faster within one save. */
const MERGES_MAX = 5;

/** What the server says to a save: the agent as it is stored now, the agent that somebody else stored first, or why nothing was stored. */
export type SendAnswer =
  | { readonly kind: 'stored'; readonly agent: AgentFields }
  | { readonly kind: 'changed'; readonly current: AgentFields; readonly reason: string }
  | Extract<SaveOutcome, { kind: 'unreachable' | 'refused' }>;

/** Somebody else stored other words in a field that was being written here. */
export interface Conflict {
  readonly agent: AgentFields;
  readonly theirs: Draft;
  readonly clashes: readonly Field[];
}

interface KeeperOptions {
  readonly agent: AgentFields;
  /** What is written now. */
  readonly read: () => Draft;
  /** Writes what `source` has in these fields, and touches no other. */
  readonly write: (source: Draft, fields: readonly Field[]) => void;
  readonly send: (input: ReturnType<typeof updateInput>) => Promise<SendAnswer>;
  readonly onServer: (agent: AgentFields) => void;
  readonly onConflict: (conflict: Conflict | undefined) => void;
  /** Somebody else changed other fields; they have been taken in. */
  readonly onMerged: (fields: readonly Field[]) => void;
}

/**
 * What is written here and what the server has, brought together: a save names the version it was written on and sends
 * the changed fields alone. An answer never touches a field that was written in meanwhile.
 */
export function makeDraftKeeper({ agent, read, write, send, onServer, onConflict, onMerged }: KeeperOptions) {
  let server = agent;
  let base = copyOf(read());
  let conflict: Conflict | undefined;

  const setConflict = (next: Conflict | undefined) => { conflict = next; onConflict(next); };
  const stand = (newer: AgentFields, draft: Draft) => { server = newer; base = draft; onServer(newer); };

  /** An answer that was overtaken: what it says of the draft is over, what callers meet and whether it is archived is not. */
  const isOvertaken = (newer: AgentFields): boolean => {
    if (newer.version >= server.version) return false;
    stand({ ...server, publishedVersion: newer.publishedVersion, archivedAt: newer.archivedAt }, base);
    return true;
  };

  /** Takes in what somebody else stored. Answers false where a person has to decide. */
  const meet = (newer: AgentFields): boolean => {
    if (isOvertaken(newer)) return true;
    const mine = read();
    const theirs = draftOf(newer, [...mine.knowledge, ...base.knowledge]);
    const merge = compareChanges(base, mine, theirs);
    if (merge.clashes.length > 0) { setConflict({ agent: newer, theirs, clashes: merge.clashes }); return false; }
    const incoming = merge.theirs.filter((field) => !merge.mine.includes(field));
    setConflict(undefined);
    stand(newer, theirs);
    if (incoming.length > 0) { write(theirs, incoming); onMerged(incoming); }
    return true;
  };

  const decide = (isMineKept: boolean): void => {
    if (!conflict) return;
    const { agent: newer, theirs } = conflict;
    const merge = compareChanges(base, read(), theirs);
    setConflict(undefined);
    stand(newer, theirs);
    write(theirs, merge.theirs.filter((field) => !merge.mine.includes(field) || (!isMineKept && merge.clashes.includes(field))));
  };

  return {
    base: () => base,
    /** The fields in which the server has something else than what is written. */
    unsent: (): Field[] => changedFields(base, read()),
    /** Those of them that the server would take as they stand. */
    sendable: (): Field[] => changedFields(base, storableDraft(base, read())),
    async save(): Promise<SaveOutcome> {
      let reason = '';
      for (let round = 0; round < MERGES_MAX; round++) {
        const sent = storableDraft(base, read());
        const fields = changedFields(base, sent);
        if (fields.length === 0) return { kind: 'saved' };
        const answer = await send(updateInput(server.id, server.version, sent, fields));
        // What was sent is what is stored: were the server to write it another way, comparing with that would never end.
        if (answer.kind === 'stored') { stand(answer.agent, sent); return { kind: 'saved' }; }
        if (answer.kind !== 'changed') return answer;
        if (!meet(answer.current)) return { kind: 'conflict' };
        ({ reason } = answer);
      }
      return { kind: 'unreachable', reason };
    },
    meet,
    /** Takes the agent as it is stored now for all that is written, e.g. after a version was restored. */
    replace(newer: AgentFields): void {
      if (isOvertaken(newer)) return;
      const theirs = draftOf(newer, read().knowledge);
      setConflict(undefined);
      stand(newer, theirs);
      write(theirs, FIELDS);
    },
    keepMine: () => { decide(true); },
    takeTheirs: () => { decide(false); },
  };
}

export type DraftKeeper = ReturnType<typeof makeDraftKeeper>;
