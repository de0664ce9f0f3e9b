import { failingAt, startVendorServer } from './test/vendor-server.js';

/** Queries in the language of the vendor. */
const texts = {
  numbers: '{"from":"contract_numbers","atMost":{"n":{"$parameter":"count"}}}', people: '{"from":"contract_people","where":{"name":{"$parameter":"name"}}}',
  broken: '{"from":"nowhere"}', slow: '{"from":"contract_people","delayMs":60000}',
  writes: ['{"insertInto":"contract_people","row":[99,"New"]}', '{"from":"contract_people","delete":true}'], several: ['{"from":"contract_people"} {"from":"contract_numbers"}'],
};

/** Under which settings the adapter is tried. */
export default async function openSubjects() {
  const { url, close } = await startVendorServer();
  return { kinds: { 'data-source': { settings: { baseUrl: url }, failing: failingAt(url), texts } }, close };
}
