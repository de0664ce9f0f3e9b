import { createMemo, createSignal, onCleanup, type JSX } from 'solid-js';

/** Where an action stands in the palette and in the list of shortcuts. */
export type ActionGroup = 'here' | 'go' | 'pages' | 'settings';

/** Something that one can do now: listed in the command palette, and reached by its keys. */
export interface Action {
  /** Stable and speaking, e.g. `agent.publish`: by it the palette remembers what was used. */
  readonly id: string;
  readonly name: string;
  /** Further words that find it, e.g. the section it belongs to. */
  readonly keywords?: string;
  /** Default `here`: it belongs to what is on the page. */
  readonly group?: ActionGroup;
  readonly icon?: () => JSX.Element;
  /** `g a` (one key after the other), `p`, `?`, `mod+k` (Ctrl, on a Mac Command). Single keys rest while something is typed. */
  readonly keys?: string;
  /** It has a key and does not stand in the palette, like a step to the next row. */
  readonly isKeyOnly?: boolean;
  /** It stands in the palette only where it fits what is typed: one of many. */
  readonly isFoundOnly?: boolean;
  readonly run: () => void;
}

const [sources, setSources] = createSignal<readonly (() => readonly Action[])[]>([]);

/** All that can be done now; what the page offers comes before what the frame does. */
export const actions = (): readonly Action[] => sources().toReversed().flatMap((source) => source());

/**
 * Offers actions for as long as the component lives. The list is asked for again when what it reads changes: leave out
 * what cannot be done just now.
 */
export function useActions(list: () => readonly Action[]): void {
  const source = createMemo(list);
  setSources((all) => [...all, source]);
  onCleanup(() => { setSources((all) => all.filter((other) => other !== source)); });
}
