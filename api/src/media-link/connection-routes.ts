import { Prisma } from '@parley/db';
import type { RouteStep } from '@parley/media-contract';
import { lendersOf } from '../connections/lenders.js';
import type { App } from '../context.js';
import { openSecrets, secretValues } from '../domains/connections/stored-connection.js';
import { LIMITS } from '../limits.js';
import { encodeId } from '../schema/ids.js';
import { defaultSteps, KINDS, type RouteKind, type Routes } from './routes.js';

/** A secret as the statement below tells it. */
interface SecretRow { readonly name: string; readonly version: number; readonly ciphertext: string; readonly dataKeyId: string; readonly keyId: string; readonly wrapped: string }

interface ConnectionRow {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: RouteKind;
  readonly pluginId: string;
  readonly settings: Record<string, unknown>;
  readonly voice: string | null;
  readonly voiceIds: readonly string[];
  readonly secrets: readonly SecretRow[];
}

/** Active connections that the organization may use: its own, then what is lent by those above it, then by the platform. One statement. */
function readConnections({ database }: App, organizationId: string): Promise<ConnectionRow[]> {
  const base64 = (column: string) => Prisma.raw(`encode(${column}, 'base64')`);
  return database.system.$queryRaw<ConnectionRow[]>`
    WITH RECURSIVE ${lendersOf(organizationId)}
    SELECT c.id, c."organizationId", c.kind, c."pluginId", c.settings, c.voice, c."voiceIds", coalesce((
      SELECT json_agg(json_build_object('name', s.name, 'version', s.version, 'ciphertext', ${base64('s.ciphertext')}, 'dataKeyId', k.id, 'keyId', k."keyId", 'wrapped', ${base64('k.ciphertext')}))
      FROM connection_secrets s JOIN data_keys k ON k."organizationId" = s."organizationId" AND k.id = s."dataKeyId" WHERE s."organizationId" = c."organizationId" AND s."connectionId" = c.id
    ), '[]') AS secrets
    FROM provider_connections c JOIN lenders l ON l.id = c."organizationId" WHERE c.status = 'ACTIVE' AND (l.depth = 0 OR c."isLent") ORDER BY l.depth, l.id, c.position, c.id`;
}

/** The step of a connection, its credentials opened; undefined where they cannot be: calls go on without it. */
async function stepOf(app: App, { id, organizationId, kind, pluginId, settings, voice, voiceIds, secrets }: ConnectionRow, agentVoice: string | undefined): Promise<RouteStep | undefined> {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  const sealed = secrets.map(({ name, version, ciphertext, dataKeyId, keyId, wrapped }) => ({ organizationId, connectionId: id, name, version, ciphertext: bytes(ciphertext), dataKey: { id: dataKeyId, organizationId, keyId, ciphertext: bytes(wrapped) } }));
  const { opened, lost } = await openSecrets(app, { secrets: sealed });
  if (lost.length > 0) return undefined;
  const spoken = kind === 'tts' ? (agentVoice !== undefined && voiceIds.includes(agentVoice) ? agentVoice : voice ?? undefined) : undefined;
  return { connectionId: encodeId('ProviderConnection', id), pluginId, settings, secrets: secretValues(app, { kind, pluginId }, opened), ...(spoken === undefined ? {} : { voice: spoken }) };
}

export interface CallRoutes {
  readonly routes: Routes;
  /** The agent's voice, where the first provider that speaks has it. */
  readonly voice: string | undefined;
}

/**
 * Providers of a call, by kind in the order they are tried: the organization's own connections, those lent to it, then
 * what PARLEY_DEFAULT_ROUTES names. The local plugin serves where there is nothing else: beside a vendor that is slow for
 * once, its answers would come first.
 */
export async function callRoutes(app: App, organizationId: string, agentVoice: string | undefined): Promise<CallRoutes> {
  const connections = await readConnections(app, organizationId);
  const steps = await Promise.all(connections.map(async (connection) => ({ kind: connection.kind, step: await stepOf(app, connection, agentVoice) })));
  // A voice is one provider's: where a connection has it, the others speak with their own.
  const isTaken = connections.some(({ voiceIds }) => agentVoice !== undefined && voiceIds.includes(agentVoice));
  const routes = Object.fromEntries(KINDS.map((kind) => {
    const own = steps.flatMap((each) => (each.kind === kind && each.step ? [each.step] : []));
    const named = app.environment.defaultRoutes[kind] !== undefined;
    return [kind, { steps: [...own, ...(own.length === 0 || named ? defaultSteps(app.environment.defaultRoutes, kind, isTaken ? undefined : agentVoice) : [])].slice(0, LIMITS.routeStepsMax) }];
  })) as unknown as Routes;
  const [first] = routes.tts.steps;
  return { routes, voice: first?.voice === undefined && steps.some(({ kind, step }) => kind === 'tts' && step === first) ? undefined : agentVoice };
}
