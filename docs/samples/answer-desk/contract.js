/** Under which settings the adapter is tried. */
export default async function openSubjects() {
  return { kinds: { llm: { settings: { answers: [{ words: ['opening', 'hours'], answer: 'We are open from nine to six.' }] } } } };
}
