import type { JSX } from 'solid-js';
import type { Action, ActionGroup } from '../actions.js';
import { rank, score } from './ranking.js';

/** One line of the palette. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly keywords?: string;
  readonly hint?: string;
  readonly icon?: () => JSX.Element;
  readonly keys?: string;
  readonly run: () => void;
}

export type GroupName = ActionGroup | 'recent' | 'agents' | 'calls' | 'said';
export interface EntryGroup { readonly group: GroupName; readonly entries: readonly Entry[] }

interface Sources {
  readonly question: string;
  readonly actions: readonly Action[];
  /** Ids of actions that were used, newest first. */
  readonly used: readonly string[];
  readonly places: readonly Entry[];
  readonly agents: readonly Entry[];
  /** Calls that may fit: those that do are shown, by their names. */
  readonly calls: readonly Entry[];
  /** The way to the calls in which this was said. */
  readonly said: readonly Entry[];
}

const CALLS_MAX = 5;
const ACTION_GROUPS = ['here', 'go', 'pages', 'settings'] as const;

/** Before anything is typed: what the page offers, what was opened, then everything else; what was used comes first. */
function atRest({ actions, used, places }: Sources): EntryGroup[] {
  const place = (id: string) => { const at = used.indexOf(id); return at < 0 ? used.length : at; };
  const inGroup = (wanted: ActionGroup) => actions.filter(({ group = 'here', isFoundOnly }) => group === wanted && isFoundOnly !== true).toSorted((one, other) => place(one.id) - place(other.id));
  return [{ group: 'here', entries: inGroup('here') }, { group: 'recent', entries: places }, { group: 'go', entries: inGroup('go') }, { group: 'pages', entries: inGroup('pages') }, { group: 'settings', entries: inGroup('settings') }];
}

/** What fits the question, group by group; the group with the best entry comes first. */
function answering({ question, actions, used, places, agents, calls, said }: Sources): EntryGroup[] {
  const groups: EntryGroup[] = ACTION_GROUPS.map((wanted) => ({ group: wanted, entries: rank(question, actions.filter(({ group = 'here' }) => group === wanted), used) }));
  // The api finds agents by more than their names; those that were opened and are named so need not be asked for.
  const fittingCalls = rank(question, calls, []).slice(0, CALLS_MAX);
  const found = new Set([...agents, ...fittingCalls].map(({ id }) => id));
  groups.push({ group: 'agents', entries: agents }, { group: 'calls', entries: fittingCalls }, { group: 'recent', entries: rank(question, places, []).filter(({ id }) => !found.has(id)) });
  const best = ({ entries }: EntryGroup) => Math.max(0, ...entries.map((entry) => score(question, entry)));
  const sorted = groups.map((group) => ({ group, points: best(group) })).filter(({ group }) => group.entries.length > 0).toSorted((one, other) => other.points - one.points).map(({ group }) => group);
  // It fits every question, so it comes after what fits this one.
  return [...sorted, { group: 'said', entries: said }];
}

/** What the palette lists, in its order; groups without entries are left out. */
export function listEntries(sources: Sources): EntryGroup[] {
  const offered = { ...sources, actions: sources.actions.filter(({ isKeyOnly }) => isKeyOnly !== true) };
  return (sources.question.trim() === '' ? atRest(offered) : answering(offered)).filter(({ entries }) => entries.length > 0);
}
