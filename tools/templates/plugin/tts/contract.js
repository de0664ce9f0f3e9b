import { failingAt, startVendorServer } from './test/vendor-server.js';

/** Under which settings the adapter is tried. */
export default async function openSubjects() {
  const { url, close } = await startVendorServer();
  return { kinds: { tts: { settings: { baseUrl: url }, failing: failingAt(url) } }, close };
}
