import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../limits.js';
import { decodeAnyId } from '../../schema/ids.js';
import { startKit, type Kit, type Person } from '../../../test/kit.js';
import { startNameServer, type NameServer } from '../../../test/name-server.js';
import { checkDomains } from './domains.service.js';

let names: NameServer;
let kit: Kit;
beforeAll(async () => {
  names = await startNameServer();
  kit = await startKit({ PARLEY_DNS_SERVERS: names.address });
});
afterAll(async () => {
  await kit.close();
  await names.close();
});

let domains = 0;
const newDomain = () => `firm-${++domains}.example`;
const uuid = (id: string) => decodeAnyId(id)!.id;
const FIELDS = 'id domain state recordName recordText provenAt seenAt lostAt';
const add = async (who: Person, domain: string) => (await who.ask(`mutation ($domain: String!) { organizationDomainAdd(input: { domain: $domain }) { domain { ${FIELDS} } errors { code path ... on DomainLimitError { domainsMax } } } }`, { domain })).data.organizationDomainAdd;
const verify = async (who: Person, id: string) => (await who.ask(`mutation ($id: ID!) { organizationDomainVerify(input: { id: $id }) { domain { ${FIELDS} } errors { code ... on DomainNotProvenError { recordName found } } } }`, { id })).data.organizationDomainVerify;
const listed = async (who: Person) => (await who.ask(`{ viewer { organization { domains { ${FIELDS} } } } }`)).data.viewer.organization.domains;

async function proven(who: Person, domain = newDomain()) {
  const { domain: claim } = await add(who, domain);
  names.records.set(claim.recordName, ['v=spf1 -all', claim.recordText]);
  expect(await verify(who, claim.id)).toMatchObject({ domain: { state: 'PROVEN' }, errors: [] });
  return claim as { id: string; domain: string; recordName: string; recordText: string };
}

const makeDue = (id: string) => kit.test.database.system.organizationDomain.update({ where: { id: uuid(id) }, data: { checkAt: new Date(0) } });

test('a domain is proven by its record, and by nothing else', async () => {
  const owner = await kit.signUp('Owner');
  const name = newDomain();
  const { domain, errors } = await add(owner, ` ${name.toUpperCase()} `);
  expect(errors).toEqual([]);
  expect(domain).toMatchObject({ id: expect.stringMatching(/^dom_/), domain: name, state: 'PENDING', recordName: `_parley.${name}`, recordText: expect.stringMatching(/^parley-verification=[\w-]{27}$/), provenAt: null });
  expect((await add(owner, `@${name}`)).domain).toEqual(domain);
  expect(await verify(owner, domain.id)).toMatchObject({ domain: null, errors: [{ code: 'DOMAIN_NOT_PROVEN', recordName: `_parley.${name}`, found: [] }] });
  names.records.set(domain.recordName, ['parley-verification=that of another']);
  expect(await verify(owner, domain.id)).toMatchObject({ errors: [{ found: ['parley-verification=that of another'] }] });
  names.records.set(domain.recordName, ['something else', domain.recordText]);
  expect(await verify(owner, domain.id)).toMatchObject({ domain: { state: 'PROVEN', provenAt: expect.any(String), seenAt: expect.any(String) }, errors: [] });
  expect(await listed(owner)).toMatchObject([{ domain: name, state: 'PROVEN' }]);
  const { data } = await owner.ask('mutation ($id: ID!) { organizationDomainRemove(input: { id: $id }) { removedDomainId errors { code } } }', { id: domain.id });
  expect(data.organizationDomainRemove).toEqual({ removedDomainId: domain.id, errors: [] });
  expect(await listed(owner)).toEqual([]);
});

test('a domain with letters of its own is looked up as name servers know it', async () => {
  const owner = await kit.signUp('Owner');
  const { domain } = await add(owner, 'xn--mller-kva.example');
  expect(domain).toMatchObject({ domain: 'müller.example', recordName: '_parley.xn--mller-kva.example' });
});

test('domains of everybody, ends of names and what is no domain are refused', async () => {
  const owner = await kit.signUp('Owner');
  for (const domain of ['gmail.com', 'GMX.de', 'yahoo.co.uk', 'com', 'co.uk', 'github.io', 'localhost', '', 'no domain', '127.0.0.1', 'example.com.', 'someone@example.com']) {
    expect([domain, await add(owner, domain)]).toMatchObject([domain, { domain: null, errors: [{ code: 'DOMAIN_UNSUITABLE', path: ['input', 'domain'] }] }]);
  }
  expect(await listed(owner)).toEqual([]);
});

test('a domain is one organization\'s at a time: a claim blocks nobody, a proof blocks all, and who has sold it loses it', async () => {
  const [one, other] = [await kit.signUp('One'), await kit.signUp('Other')];
  const name = newDomain();
  await add(one, name);
  const theirs = await proven(other, name);
  const mine = (await add(one, name)).domain;
  names.records.set(mine.recordName, [theirs.recordText, mine.recordText]);
  expect(await verify(one, mine.id)).toMatchObject({ domain: null, errors: [{ code: 'DOMAIN_TAKEN' }] });
  expect(await listed(other)).toMatchObject([{ state: 'PROVEN' }]);
  names.records.set(mine.recordName, [mine.recordText]);
  expect(await verify(one, mine.id)).toMatchObject({ domain: { state: 'PROVEN' }, errors: [] });
  expect(await listed(other)).toMatchObject([{ state: 'LOST', lostAt: expect.any(String), provenAt: null }]);
});

test('a proven domain is looked at again after a week; a record that is gone ends it, with an entry in the audit log', async () => {
  const owner = await kit.signUp('Owner');
  const [kept, gone] = [await proven(owner), await proven(owner)];
  names.records.delete(gone.recordName);
  await checkDomains(kit.api.app);
  expect(await listed(owner)).toMatchObject([{ state: 'PROVEN' }, { state: 'PROVEN' }]);
  await Promise.all([kept, gone].map(({ id }) => makeDue(id)));
  await checkDomains(kit.api.app);
  expect(await listed(owner)).toMatchObject([{ state: 'PROVEN' }, { state: 'LOST' }]);
  const { checkAt } = await kit.test.database.system.organizationDomain.findUniqueOrThrow({ where: { id: uuid(kept.id) } });
  expect((checkAt!.getTime() - Date.now()) / LIMITS.domainCheckMs).toBeCloseTo(1, 2);
  const [event] = await kit.test.database.system.auditEvent.findMany({ where: { targetId: uuid(gone.id) }, orderBy: { seq: 'desc' }, take: 1 });
  expect(event).toMatchObject({ actorKind: 'SYSTEM', targetType: 'organization_domains', difference: { provenDomain: [gone.domain, null] } });
});

test('name servers that fail prove nothing and take nothing away for a month', async () => {
  const owner = await kit.signUp('Owner');
  const domain = await proven(owner);
  const { domain: fresh } = await add(owner, newDomain());
  names.isBroken = true;
  try {
    expect(await verify(owner, fresh.id)).toMatchObject({ domain: null, errors: [{ code: 'DOMAIN_LOOKUP_FAILED' }] });
    await makeDue(domain.id);
    await checkDomains(kit.api.app);
    expect((await listed(owner))[0]).toMatchObject({ state: 'PROVEN' });
    await kit.test.database.system.organizationDomain.update({ where: { id: uuid(domain.id) }, data: { checkAt: new Date(0), seenAt: new Date(Date.now() - LIMITS.domainUnseenMs) } });
    await checkDomains(kit.api.app);
    expect((await listed(owner))[0]).toMatchObject({ state: 'LOST' });
  } finally {
    names.isBroken = false;
  }
});

test('there are twenty domains at most, and an organization asks name servers so often', async () => {
  const owner = await kit.signUp('Owner');
  const organizationId = uuid(owner.organizationId);
  await kit.test.database.system.organizationDomain.createMany({ data: Array.from({ length: LIMITS.domainsMax }, (_, index) => ({ id: crypto.randomUUID(), organizationId, domain: `many-${index}.example`, challenge: 'x' })) });
  expect(await add(owner, newDomain())).toMatchObject({ errors: [{ code: 'DOMAIN_LIMIT', domainsMax: 20 }] });
  const { domain } = await add(owner, 'many-0.example');
  for (let index = 0; index < LIMITS.providerChecksMax; index++) await verify(owner, domain.id);
  expect(await verify(owner, domain.id)).toMatchObject({ errors: [{ code: 'TOO_MANY_ATTEMPTS' }] });
});
