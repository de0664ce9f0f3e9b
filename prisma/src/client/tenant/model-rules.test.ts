import { expect, test } from 'vitest';
import { readSchema } from '../../migrate/files.js';
import { modelRules } from './model-rules.js';

interface SchemaModel { readonly name: string; readonly body: string }

const models = (await readSchema()).flatMap(({ content }) => [...content.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name, body]): SchemaModel => ({ name: name!, body: body! })));
const tenantModels = models.filter(({ name }) => modelRules.get(name)?.scope === 'tenant');

/** Keys of the whole platform, each with its reason: a secret that names its row, or the work of a platform job. */
const PLATFORM_KEYS = new Set([
  'Session tokenHash', 'Session userId', 'Session expiresAt', 'Membership userId', 'Call tokenHash', 'Call status,tokenExpiresAt', 'Call mediaId,status',
  'CallEvent callId,seq', 'Recording callId', 'Agent publishedVersionId', 'IdempotentRequest createdAt', 'ApiKey keyHash', 'Invitation tokenHash',
  'OrganizationDomain provenDomain', 'OrganizationDomain checkAt', 'SingleSignOnIdentity userId', 'DataKey keyId',
]);

test('how each model belongs to organizations follows from the schema', () => {
  expect(Object.fromEntries([...modelRules].map(([name, { scope }]) => [name, scope]))).toEqual({
    Agent: 'tenant', AgentVersion: 'tenant', ApiKey: 'tenant', AuditEvent: 'tenant', AuditHead: 'tenant', Call: 'tenant', CallEvent: 'tenant', ConnectionSecret: 'tenant', DataKey: 'tenant', IdempotentRequest: 'tenant', Invitation: 'tenant', Membership: 'tenant', OrganizationLimits: 'tenant', ProviderConnection: 'tenant', Recording: 'tenant', ServiceAccount: 'tenant', Session: 'tenant', OrganizationDomain: 'tenant', SingleSignOn: 'tenant', SingleSignOnIdentity: 'tenant', Turn: 'tenant', UsageCounter: 'tenant', UsageHour: 'tenant', UsageLine: 'tenant',
    Organization: 'root', User: 'member', PluginState: 'platform', UsedSignInState: 'platform', Role: 'shared',
    TwoFactor: 'personal', RecoveryCode: 'personal', SignInChallenge: 'personal', TokenFamily: 'personal', EmailToken: 'personal', Passkey: 'personal', UsedPasskeyChallenge: 'personal', Impersonation: 'personal',
  });
  expect(modelRules.get('User')?.membershipRelation).toBe('memberships');
});

test.each(tenantModels)('every index of $name begins with the organization, or has a reason not to', ({ name, body }) => {
  const indexes = [...body.matchAll(/@@(?:id|unique|index)\(\[([^\]]+)\]/g)].map(([, fields]) => fields!.replaceAll(/\([^)]*\)|\s/g, ''));
  const single = [...body.matchAll(/^ {2}(\w+) .*@unique/gm)].map(([, field]) => field!);
  const loose = [...indexes, ...single].filter((fields) => fields.split(',')[0] !== 'organizationId' && !PLATFORM_KEYS.has(`${name} ${fields}`));
  expect(loose).toEqual([]);
});

test.each(tenantModels)('every relation of $name to rows of organizations goes through the organization', ({ body }) => {
  const relations = [...body.matchAll(/^ {2}\w+ +(\w+)\??.*@relation\(.*fields: \[([^\]]+)\], references: \[([^\]]+)\]/gm)];
  for (const [line, target, fields, references] of relations) {
    const scope = modelRules.get(target!)?.scope;
    if (scope === 'tenant') expect([fields!.split(', ')[0], references!.split(', ')[0]], line).toEqual(['organizationId', 'organizationId']);
    if (scope === 'root') expect([fields, references], line).toEqual(['organizationId', 'id']);
  }
});

test.each(tenantModels)('the organization of $name is a UUID that is always there', ({ body }) => {
  expect(body).toMatch(/^ {2}organizationId +String +(?:@id )?@db\.Uuid$/m);
});
