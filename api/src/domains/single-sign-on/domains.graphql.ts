import type { OrganizationDomain } from '@parley/db';
import { may } from '../../access/may.js';
import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { encodeId } from '../../schema/ids.js';
import { defineMutation, nothing, type PayloadFieldBuilder } from '../../schema/mutation.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import { proofName, proofText } from './domain-proofs.js';
import { organizationDomainAdd, organizationDomainRemove, organizationDomainVerify } from './domains.service.js';

interface Changed { readonly id: string }
type State = 'PENDING' | 'PROVEN' | 'LOST';

function defineType(builder: Builder) {
  const state = builder.enumType('OrganizationDomainState', {
    description: 'Whether a domain counts.',
    values: {
      PENDING: { description: 'Its record has not been seen yet; it counts for nothing.' },
      PROVEN: { description: 'It is the organization\'s own, and nobody else\'s.' },
      LOST: { description: 'It was proven, and its record is gone; it counts for nothing until it is proven again.' },
    } satisfies Record<State, object>,
  });
  const domain = builder.prismaNode('OrganizationDomain', {
    id: { field: 'id', description: 'Global id, `dom_…`.' }, select: { id: true }, nullable: true,
    description: 'An e-mail domain that an organization says is its own. Once a record of the domain proves it, the organization\'s identity provider speaks for the addresses in it.',
    fields: (t) => ({
      state: t.field({ type: state, description: 'Whether it counts.', select: { provenDomain: true, lostAt: true }, resolve: ({ provenDomain, lostAt }): State => (provenDomain === null ? (lostAt ? 'LOST' : 'PENDING') : 'PROVEN') }),
    }),
  });
  columnFields<OrganizationDomain>(builder, domain, (t, of) => ({
    domain: t.string({ ...of('domain'), description: 'What stands behind the @ of the addresses; those below it (`mail.example.com`) are domains of their own.' }),
    recordName: t.string({ ...of('domain', proofName), description: 'Name of the TXT record that proves it.' }),
    recordText: t.string({ ...of('challenge', proofText), description: 'What that record has to say.' }),
    createdAt: t.field({ ...of('createdAt'), type: 'DateTime', description: 'When it was added.' }),
    provenAt: t.field({ ...of('provenAt'), type: 'DateTime', nullable: true, description: 'Since when it is proven; null while it is not.' }),
    seenAt: t.field({ ...of('seenAt'), type: 'DateTime', nullable: true, description: 'When the record was last seen; it is looked for again each week.' }),
    lostAt: t.field({ ...of('lostAt'), type: 'DateTime', nullable: true, description: 'When the record of the proven domain was found gone; null otherwise.' }),
  }));
  return domain;
}

function defineDetails(faults: FaultRegistry): void {
  faults.detail('DomainLimitError', (t) => ({ domainsMax: t.int({ description: 'So many there may be.', resolve: ({ details }) => details.domainsMax }) }));
  faults.detail('DomainNotProvenError', (t) => ({
    recordName: t.string({ description: 'Name of the TXT record that was looked for.', resolve: ({ details }) => details.recordName }),
    found: t.stringList({ description: 'What the TXT records there say instead; empty where there are none.', resolve: ({ details }) => [...details.found] }),
  }));
}

/** `OrganizationDomain`, `Organization.domains`, and the mutations about them. */
export function defineDomains(builder: Builder, faults: FaultRegistry, { organization }: OrganizationRefs): void {
  const domain = defineType(builder);
  defineDetails(faults);
  builder.prismaObjectField(organization, 'domains', (t) => t.prismaField({
    type: [domain], nullable: true, description: `E-mail domains of the organization, the oldest first; at most ${LIMITS.domainsMax}. Only of the organization that the session works in, and null for whoever lacks \`single-sign-on:update\`.`, select: { id: true },
    resolve: (query, { id }, _args, context) => (may(context, 'single-sign-on:update', { organizationId: id }) ? context.db.organizationDomain.findMany({ ...query, orderBy: { id: 'asc' }, take: LIMITS.domainsMax }) : nothing(query)),
  }));
  const add = builder.inputType('OrganizationDomainAddInput', { description: 'Which domain.', fields: (t) => ({ domain: t.string({ required: true, description: 'What stands behind the @ of the addresses, like `example.com`.' }) }) });
  const verify = builder.inputType('OrganizationDomainVerifyInput', { description: 'Which domain.', fields: (t) => ({ id: t.id({ required: true, description: 'The domain, `dom_…`.' }) }) });
  const remove = builder.inputType('OrganizationDomainRemoveInput', { description: 'Which domain.', fields: (t) => ({ id: t.id({ required: true, description: 'The domain, `dom_…`.' }) }) });
  const changed = (t: PayloadFieldBuilder<Changed>) => ({
    domain: t.prismaField({
      type: domain, nullable: true, description: 'The domain.',
      resolve: (query, { id }, _args, context) => (id === undefined ? nothing(query) : context.db.organizationDomain.findFirst({ ...query, where: { id } })),
    }),
  });
  const shared = { auth: 'signedIn', permission: 'single-sign-on:update' } as const;
  defineMutation(builder, faults, {
    ...shared, name: 'organizationDomainAdd', description: `Adds an e-mail domain that is to be proven by a TXT record. Adding it again changes nothing; at most ${LIMITS.domainsMax}.`, payloadDescription: 'The domain, with the record to publish, or why there is none.',
    input: add, faults: ['DomainUnsuitableError', 'DomainLimitError'],
    resolve: async (input, context): Promise<Changed> => ({ id: await organizationDomainAdd(context, input) }), payload: changed,
  });
  defineMutation(builder, faults, {
    ...shared, name: 'organizationDomainVerify', description: 'Looks for the record that proves a domain. One organization at a time has a domain; where another has proven it, its record is looked at again. A proven domain whose record is gone is lost.',
    payloadDescription: 'The domain, or why it is not proven.', input: verify, faults: ['InvalidIdError', 'DomainNotFoundError', 'DomainNotProvenError', 'DomainTakenError', 'DomainLookupFailedError', 'TooManyAttemptsError'],
    resolve: async (input, context): Promise<Changed> => ({ id: await organizationDomainVerify(context, { id: String(input.id) }) }), payload: changed,
  });
  defineMutation(builder, faults, {
    ...shared, name: 'organizationDomainRemove', description: 'Takes a domain away from the organization; sessions that its identity provider has opened for addresses in it end.', payloadDescription: 'Which domain is gone, or why none is.',
    input: remove, faults: ['InvalidIdError', 'DomainNotFoundError'],
    resolve: async (input, context): Promise<Changed> => ({ id: await organizationDomainRemove(context, { id: String(input.id) }) }),
    payload: (t) => ({ removedDomainId: t.id({ nullable: true, description: 'The domain, `dom_…`.', resolve: ({ id }) => (id === undefined ? null : encodeId('OrganizationDomain', id)) }) }),
  });
}
