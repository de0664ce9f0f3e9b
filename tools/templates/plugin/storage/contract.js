/** Under which settings the adapter is tried. */
export default async function openSubjects() {
  return { kinds: { storage: {} } };
}
