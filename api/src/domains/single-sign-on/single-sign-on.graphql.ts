import type { SingleSignOn } from '@parley/db';
import { may } from '../../access/may.js';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing, type PayloadFieldBuilder } from '../../schema/mutation.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import type { RoleRef } from '../roles/roles.graphql.js';
import { callbackUrl } from './attempt.js';
import type { ProviderFailureReason } from './provider-failure.js';
import { singleSignOnTest, type ProviderCheck, type ProviderCheckName } from './provider-report.js';
import { singleSignOnRemove, singleSignOnSet } from './settings.service.js';
import { singleSignOnStart } from './start.service.js';

interface SecretState { readonly clientSecretEnd: string; readonly clientSecretSetAt: Date }

function defineType(builder: Builder, role: RoleRef) {
  const secret = builder.objectRef<SecretState>('StoredSecret').implement({
    description: 'What is told of a stored secret; it itself is told to nobody.',
    fields: (t) => ({
      isSet: t.boolean({ description: 'Whether there is one.', resolve: () => true }),
      lastFour: t.exposeString('clientSecretEnd', { description: 'Its last four characters, to tell one from another.' }),
      updatedAt: t.expose('clientSecretSetAt', { type: 'DateTime', description: 'When it was entered.' }),
    }),
  });
  const singleSignOn = builder.prismaObject('SingleSignOn', {
    select: { organizationId: true }, description: 'The identity provider (OpenID Connect) through which people with addresses in the proven domains of an organization sign in.',
    fields: (t) => ({
      storedSecret: t.field({ type: secret, description: 'What is told of the client secret.', select: { clientSecretEnd: true, clientSecretSetAt: true }, resolve: (row) => row }),
      defaultRole: t.relation('role', { type: role, nullable: true, description: 'What somebody new is going to be; null where that role was deleted: nobody new is let in then.' }),
      callbackUrl: t.string({ description: 'Address to enter at the provider, as the one that it may send people back to.', resolve: (_row, _args, { app }) => callbackUrl(app) }),
    }),
  });
  columnFields<SingleSignOn>(builder, singleSignOn, (t, of) => ({
    issuer: t.string({ ...of('issuer'), description: 'Its address, as its tokens name it.' }),
    clientId: t.string({ ...of('clientId'), description: 'How it knows this server.' }),
    isRequired: t.boolean({ ...of('isRequired'), description: 'Whether members with addresses in the proven domains sign in no other way. Owners always can.' }),
    updatedAt: t.field({ ...of('updatedAt'), type: 'DateTime', description: 'When any of this was last changed.' }),
  }));
  return singleSignOn;
}

function defineCheck(builder: Builder) {
  const name = builder.enumType('SingleSignOnCheckName', {
    description: 'What is looked at of an identity provider.',
    values: {
      DISCOVERY: { description: 'Its discovery document: there, readable, and of this issuer.' }, ENDPOINTS: { description: 'The addresses that it names.' }, ALGORITHMS: { description: 'How it signs.' },
      KEYS: { description: 'The keys that it signs with.' }, CLIENT: { description: 'Client id and secret, as they are stored.' },
    } satisfies Record<ProviderCheckName, object>,
  });
  return builder.objectRef<ProviderCheck>('SingleSignOnCheck').implement({
    description: 'One thing that was looked at.',
    fields: (t) => ({
      name: t.expose('name', { type: name, description: 'What.' }),
      isPassed: t.exposeBoolean('isPassed', { description: 'Whether it is as it should be.' }),
      message: t.exposeString('message', { description: 'What was found, in a sentence.' }),
    }),
  });
}

function defineDetails(builder: Builder, faults: FaultRegistry): void {
  const reason = builder.enumType('ProviderFailureReason', {
    description: 'What is wrong with an identity provider.',
    values: {
      ADDRESS_REFUSED: { description: 'Its address is none that is connected to: not https, or in a network that is not public.' }, UNREACHABLE: { description: 'Nobody answers there.' }, TIMEOUT: { description: 'It takes too long.' },
      MALFORMED: { description: 'What it says about itself cannot be read, or is missing.' }, UNSUITABLE: { description: 'It lacks something that is needed, or is shared by many organizations.' },
      CLIENT_REFUSED: { description: 'It does not know the client id, or the secret is another one.' }, ANSWER_INVALID: { description: 'Its answer does not hold, or it answered with an error.' },
    } satisfies Record<ProviderFailureReason, object>,
  });
  faults.detail('SingleSignOnProviderError', (t) => ({ reason: t.field({ type: reason, description: 'What is wrong.', resolve: ({ details }) => details.reason }) }));
  faults.detail('SingleSignOnRequiredError', (t) => ({ startUrl: t.string({ description: 'Address that a browser goes to, to sign in so.', resolve: ({ details }) => details.startUrl }) }));
}

const defineInputs = (builder: Builder) => ({
  set: builder.inputType('SingleSignOnSetInput', {
    description: 'The identity provider of the organization that the session works in.',
    fields: (t) => ({
      issuer: t.string({ required: true, description: 'Its address, as its tokens name it, e.g. `https://login.example.com`; that of your own organization, not one that is shared by many.' }),
      clientId: t.string({ required: true, description: 'How it knows this server; at most 256 characters.' }),
      clientSecret: t.string({ description: 'The secret that it gave for that, 8 to 1024 characters; left out, the stored one stays, as long as issuer and client id do.' }),
      isRequired: t.boolean({ description: 'Whether members with addresses in the proven domains sign in no other way; owners always can. As it was where it is left out, no at first. Sessions that were started otherwise end.' }),
      defaultRoleId: t.id({ required: true, description: 'What somebody new is going to be, `rol_…`; one that may do no more than you may, and no owner. An invitation goes before it.' }),
    }),
  }),
  test: builder.inputType('SingleSignOnTestInput', { description: 'What to look at.', fields: (t) => ({ issuer: t.string({ description: 'An issuer, to look at it before it is set; default the one that is set.' }) }) }),
  start: builder.inputType('SingleSignOnStartInput', {
    description: 'Who wants to sign in.',
    fields: (t) => ({
      email: t.string({ required: true, description: 'E-mail address.' }),
      returnTo: t.string({ description: 'Path of the console to go to then, e.g. `/calls`; default its first page.' }),
    }),
  }),
});

/** `SingleSignOn`, `Organization.singleSignOn`, and the mutations about it. */
export function defineSingleSignOn(builder: Builder, faults: FaultRegistry, { organization, role }: OrganizationRefs): void {
  const singleSignOn = defineType(builder, role);
  const check = defineCheck(builder);
  defineDetails(builder, faults);
  builder.prismaObjectField(organization, 'singleSignOn', (t) => t.prismaField({
    type: singleSignOn, nullable: true, description: 'Its identity provider; null where it has none. Only of the organization that the session works in, and null for whoever lacks `single-sign-on:update`.', select: { id: true },
    resolve: (query, { id }, _args, context) => (may(context, 'single-sign-on:update', { organizationId: id }) ? context.db.singleSignOn.findFirst(query) : nothing(query)),
  }));
  const inputs = defineInputs(builder);
  const shared = { auth: 'signedIn', permission: 'single-sign-on:update' } as const;
  const organizationField = (t: PayloadFieldBuilder<{ readonly organizationId: string }>) => ({
    organization: t.prismaField({
      type: organization, nullable: true, description: 'The organization.',
      resolve: (query, { organizationId }, _args, context) => (organizationId === undefined ? nothing(query) : context.db.organization.findFirst({ ...query, where: { id: organizationId } })),
    }),
  });
  defineMutation(builder, faults, {
    ...shared, name: 'singleSignOnSet', description: 'Sets the identity provider of the organization. With another issuer or client id the sessions that the one before has opened end, and people are known by their addresses anew.',
    payloadDescription: 'The organization with its provider, or why nothing was set.', input: inputs.set, faults: ['InvalidInputError', 'InvalidIdError', 'RoleNotFoundError', 'PermissionNotHeldError', 'DomainMissingError'],
    resolve: async (input, context) => ({ organizationId: await singleSignOnSet(context, { ...input, defaultRoleId: String(input.defaultRoleId) }) }), payload: organizationField,
  });
  defineMutation(builder, faults, {
    ...shared, name: 'singleSignOnTest', description: 'Looks at an identity provider step by step, and says in words what is wrong.', payloadDescription: 'What was found, or why nothing was looked at.',
    input: inputs.test, faults: ['InvalidInputError', 'SingleSignOnNotSetError', 'TooManyAttemptsError'],
    resolve: async (input, context) => ({ checks: await singleSignOnTest(context, input) }),
    payload: (t) => ({
      isWorking: t.boolean({ nullable: true, description: 'Whether all is as it should be.', resolve: ({ checks }) => checks?.every(({ isPassed }) => isPassed) ?? null }),
      checks: t.field({ type: [check], nullable: true, description: 'What was looked at, in order; what would follow something wrong is left out.', complexity: { field: 0, multiplier: 1 }, resolve: ({ checks }) => (checks ? [...checks] : null) }),
    }),
  });
  defineMutation(builder, faults, {
    ...shared, name: 'singleSignOnRemove', description: 'Forgets the identity provider of the organization; sessions that it has opened end. Twice is the same as once.', payloadDescription: 'The organization.', faults: [],
    resolve: async (_input: unknown, context) => ({ organizationId: await singleSignOnRemove(context) }), payload: organizationField,
  });
  defineMutation(builder, faults, {
    name: 'singleSignOnStart', description: 'Begins a sign-in at the identity provider that speaks for an e-mail address. The browser goes to `url`, and comes back signed in, or to `/sign-in?error=…` with an `ErrorCode`.',
    payloadDescription: 'Where to go, or why nowhere. Says nothing of whether there is an account.', auth: 'anyone', input: inputs.start,
    faults: ['InvalidEmailError', 'InvalidInputError', 'SingleSignOnNotAvailableError', 'SingleSignOnProviderError', 'TooManyAttemptsError'],
    resolve: async (input, context) => ({ url: await singleSignOnStart(context, input) }),
    payload: (t) => ({ url: t.string({ nullable: true, description: 'Address of the provider. It works in the browser that asked, once, for ten minutes.', resolve: ({ url }) => url }) }),
  });
}
