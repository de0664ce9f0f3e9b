import { uuidv7 } from '../ids.js';
import { roleTemplateId } from '../roles/role-templates.js';
import type { SystemClient } from '../client/database.js';

/** Two organizations that have the same things, made by the system client: what one has, the other must not reach. */
export interface Tenant {
  readonly organizationId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly agentId: string;
  readonly agentVersionId: string;
  readonly callId: string;
  readonly turnId: string;
  readonly recordingId: string;
  readonly invitationId: string;
  readonly serviceAccountId: string;
  readonly apiKeyId: string;
  readonly roleId: string;
  readonly organizationDomainId: string;
  readonly singleSignOnIdentityId: string;
  readonly providerConnectionId: string;
  readonly dataKeyId: string;
  readonly connectionSecretId: string;
}

/** One row of every tenant model, `label` in its texts; the usage counter is made by the recording. */
export async function seedTenant(system: SystemClient, label: string): Promise<Tenant> {
  const organizationId = uuidv7();
  const tenant: Tenant = {
    organizationId, userId: uuidv7(), sessionId: uuidv7(), agentId: uuidv7(), agentVersionId: uuidv7(), callId: uuidv7(), turnId: uuidv7(), recordingId: uuidv7(), invitationId: uuidv7(), serviceAccountId: uuidv7(), apiKeyId: uuidv7(), roleId: uuidv7(), organizationDomainId: uuidv7(), singleSignOnIdentityId: uuidv7(),
    providerConnectionId: uuidv7(), dataKeyId: uuidv7(), connectionSecretId: uuidv7(),
  };
  const { userId, agentId, agentVersionId, callId } = tenant;
  const content = { organizationId, name: label, instructions: '', greeting: `Hello from ${label}`, language: 'en', knowledge: [], turnTaking: {} };
  await system.organization.create({ data: { id: organizationId, name: label, slug: `${label}-${organizationId}` } });
  await system.role.create({ data: { id: tenant.roleId, organizationId, name: label, permissions: ['agents:read'] } });
  await system.user.create({ data: { id: userId, email: `${organizationId}@example.com`, passwordHash: 'x', memberships: { create: { organizationId, roleId: roleTemplateId('owner') } } } });
  await system.session.create({ data: { id: tenant.sessionId, tokenHash: Buffer.from(organizationId), userId, organizationId, expiresAt: new Date(0) } });
  await system.serviceAccount.create({ data: { id: tenant.serviceAccountId, organizationId, name: label, keys: { create: { id: tenant.apiKeyId, name: label, keyHash: Buffer.from(`key ${organizationId}`), lastCharacters: 'abcd', isTest: false } } } });
  await system.invitation.create({ data: { id: tenant.invitationId, organizationId, email: `${label}-guest-${organizationId}@example.com`, roleId: roleTemplateId('viewer'), tokenHash: Buffer.from(`invitation ${organizationId}`), invitedById: userId, expiresAt: new Date(Date.now() + 86_400_000) } });
  await system.organizationDomain.create({ data: { id: tenant.organizationDomainId, organizationId, domain: `${label}-${organizationId}.example.com`, challenge: `challenge of ${organizationId}` } });
  await system.singleSignOn.create({ data: { organizationId, issuer: `https://127.0.0.1/${label}`, clientId: `client of ${label}`, clientSecret: Buffer.from(`secret ${organizationId}`), clientSecretEnd: 'abcd', clientSecretSetAt: new Date(0), roleId: roleTemplateId('viewer') } });
  await system.singleSignOnIdentity.create({ data: { id: tenant.singleSignOnIdentityId, organizationId, userId, issuer: `https://127.0.0.1/${label}`, subject: `subject ${organizationId}` } });
  const sealed = (what: string) => Buffer.from(`${what} ${organizationId}`);
  await system.dataKey.create({ data: { id: tenant.dataKeyId, organizationId, keyId: 'local:none', ciphertext: sealed('data key') } });
  await system.providerConnection.create({
    data: {
      id: tenant.providerConnectionId, organizationId, kind: 'llm', pluginId: 'simulated', name: label, settings: { fallbackReply: label }, status: 'INACTIVE', position: 0,
      secrets: { create: { id: tenant.connectionSecretId, name: 'apiKey', ciphertext: sealed('secret'), dataKeyId: tenant.dataKeyId, lastFour: 'wxyz' } },
    },
  });
  await system.organizationLimits.create({ data: { organizationId, plan: 'UNLIMITED', overrides: { SEATS: 5 } } });
  await system.idempotentRequest.create({ data: { organizationId, actorId: userId, keyHash: Buffer.from(organizationId), requestHash: Buffer.from(label) } });
  await system.agent.create({ data: { id: agentId, slug: 'demo', ...content } });
  await system.agentVersion.create({ data: { id: agentVersionId, agentId, number: 1, ...content } });
  await system.agent.update({ where: { id: agentId }, data: { publishedVersionId: agentVersionId } });
  await system.call.create({
    data: {
      id: callId, organizationId, agentId, agentVersionId, transport: 'BROWSER', callerUserId: userId, status: 'ACTIVE', answeredAt: new Date(0), lastSeq: 1,
      events: { create: [{ seq: 1, type: 'call-started', atMs: 0, occurredAt: new Date(0), payload: { transport: 'BROWSER', mediaId: 'media', codec: 'pcm16-16000' } }] },
      turns: { create: [{ id: tenant.turnId, seq: 1, turnIndex: 0, speaker: 'AGENT', text: label, startedAtMs: 0, endedAtMs: 1 }] },
      recording: { create: { id: tenant.recordingId, storageKey: label, durationMs: 1, byteLength: 1, sampleRateHz: 8_000, sha256: '', peaks: { left: [], right: [] } } },
    },
  });
  const used = { organizationId, agentId, kind: 'llm', connectionId: 'simulated' };
  await system.usageLine.create({ data: { ...used, requestId: organizationId, callId, outcome: 'served', at: new Date(0), requests: 1 } });
  await system.usageHour.create({ data: { ...used, hour: new Date(0), requests: 1, failedRequests: 0, unpricedRequests: 1, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, characters: 0, audioMs: 0, costMicroUsd: 0 } });
  return tenant;
}

/** Everything in the database, in one value, to see whether anything was touched. */
export async function everything(system: SystemClient): Promise<unknown> {
  return Promise.all([
    system.organization.findMany({ orderBy: { id: 'asc' } }), system.user.findMany({ orderBy: { id: 'asc' } }), system.membership.findMany({ orderBy: { organizationId: 'asc' } }),
    system.session.findMany({ orderBy: { id: 'asc' } }), system.agent.findMany({ orderBy: { id: 'asc' } }), system.agentVersion.findMany({ orderBy: { id: 'asc' } }),
    system.call.findMany({ orderBy: { id: 'asc' } }), system.callEvent.findMany({ orderBy: { callId: 'asc' } }), system.turn.findMany({ orderBy: { id: 'asc' } }),
    system.recording.findMany({ orderBy: { id: 'asc' } }), system.pluginState.findMany(), system.serviceAccount.findMany({ orderBy: { id: 'asc' } }), system.apiKey.findMany({ orderBy: { id: 'asc' } }), system.idempotentRequest.findMany({ orderBy: { organizationId: 'asc' } }),
    system.invitation.findMany({ orderBy: { id: 'asc' } }), system.organizationLimits.findMany({ orderBy: { organizationId: 'asc' } }), system.usageCounter.findMany({ orderBy: { organizationId: 'asc' } }), system.role.findMany({ orderBy: { id: 'asc' } }),
    system.organizationDomain.findMany({ orderBy: { id: 'asc' } }), system.singleSignOn.findMany({ orderBy: { organizationId: 'asc' } }), system.singleSignOnIdentity.findMany({ orderBy: { id: 'asc' } }),
    system.usageLine.findMany({ orderBy: { organizationId: 'asc' } }), system.usageHour.findMany({ orderBy: { organizationId: 'asc' } }),
    system.providerConnection.findMany({ orderBy: { id: 'asc' } }), system.dataKey.findMany({ orderBy: { id: 'asc' } }), system.connectionSecret.findMany({ orderBy: { id: 'asc' } }),
  ]);
}
