import { spoken } from '@parley/plugin-sdk/testing';

/** Under which settings the adapter is tried. */
export default async function openSubjects() {
  return { kinds: { vad: { speech: spoken('What are your opening hours?') } } };
}
