import { spoken } from '@parley/plugin-sdk/testing';
import { failingAt, startVendorServer } from './test/vendor-server.js';

/** Under which settings the adapter is tried. Against the vendor itself, let it hear real speech. */
export default async function openSubjects() {
  const { url, close } = await startVendorServer();
  const speech = [spoken('What are your opening hours?'), spoken('Please book a table tomorrow.')];
  return { kinds: { stt: { settings: { baseUrl: url }, failing: failingAt(url), speech, wordErrorRateMax: 0 } }, close };
}
