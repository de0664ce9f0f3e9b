import { Prisma, type ConnectionStatus } from '@parley/db';
import { lendersOf } from '../../connections/lenders.js';
import type { KnownVoice } from '../../connections/nearest-voice.js';
import type { ConnectedKind } from '../../connections/requests.js';
import type { ApiContext, App } from '../../context.js';

/** A step of a route as it is stored: which connection, and what is otherwise than in its settings. */
export interface StoredStep {
  readonly connectionId: string;
  readonly model?: string | undefined;
  readonly voice?: string | undefined;
  /** How often it comes first, beside the others; the steps of a route have one each, or none. */
  readonly weight?: number | undefined;
}

/** Routes as they are stored, by kind. */
export type StoredRoutes = Readonly<Partial<Record<ConnectedKind, readonly StoredStep[]>>>;

/** A credential as it lies in the database; bytes in base64. */
export interface SecretRow { readonly name: string; readonly version: number; readonly ciphertext: string; readonly dataKeyId: string; readonly keyId: string; readonly wrapped: string }

export interface RoutableConnection {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: ConnectedKind;
  readonly pluginId: string;
  readonly name: string;
  readonly status: ConnectionStatus;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly voice: string | null;
  /** Those that it offered when it was last tried. */
  readonly voices: readonly KnownVoice[];
  /** When it was last tried, as the database writes it. */
  readonly testedAt: string | null;
  /** Empty unless they were asked for. */
  readonly secrets: readonly SecretRow[];
}

/** An organization whose routes and connections a call may use: the one that is called, or one that lends to it. */
export interface RouteLevel {
  readonly organizationId: string;
  readonly source: 'ORGANIZATION' | 'AGENCY' | 'PLATFORM';
  readonly routes: StoredRoutes;
  /** All of its own; of the others what they lend. In their order. */
  readonly connections: readonly RoutableConnection[];
}

const base64 = (column: string) => Prisma.raw(`encode(${column}, 'base64')`);
const SECRETS = Prisma.sql`coalesce((
  SELECT json_agg(json_build_object('name', s.name, 'version', s.version, 'ciphertext', ${base64('s.ciphertext')}, 'dataKeyId', k.id, 'keyId', k."keyId", 'wrapped', ${base64('k.ciphertext')}))
  FROM connection_secrets s JOIN data_keys k ON k."organizationId" = s."organizationId" AND k.id = s."dataKeyId" WHERE s."organizationId" = c."organizationId" AND s."connectionId" = c.id
), '[]')`;

/** The organization itself, then those above it, then the platform. One statement. */
export function readLevels({ database }: App, organizationId: string, { hasSecrets = false }: { readonly hasSecrets?: boolean } = {}): Promise<RouteLevel[]> {
  return database.system.$queryRaw<RouteLevel[]>`
    WITH RECURSIVE ${lendersOf(organizationId)}
    SELECT l.id AS "organizationId", CASE WHEN l.depth = 0 THEN 'ORGANIZATION' WHEN o.kind = 'PLATFORM' THEN 'PLATFORM' ELSE 'AGENCY' END AS source, o.routes, coalesce((
      SELECT json_agg(json_build_object(
        'id', c.id, 'organizationId', c."organizationId", 'kind', c.kind, 'pluginId', c."pluginId", 'name', c.name, 'status', c.status, 'settings', c.settings, 'voice', c.voice, 'voices', c.voices, 'testedAt', c."testedAt",
        'secrets', ${hasSecrets ? SECRETS : Prisma.sql`'[]'::json`}
      ) ORDER BY c.position, c.id) FROM provider_connections c WHERE c."organizationId" = l.id AND (l.depth = 0 OR c."isLent")
    ), '[]') AS connections FROM lenders l JOIN organizations o ON o.id = l.id ORDER BY l.depth, l.id`;
}

const reading = new WeakMap<ApiContext, Promise<readonly RouteLevel[]>>();

/** Those of the session's organization. Who asks while they are being read gets the same; who asks later sees what was changed between. */
export function levelsOf(context: ApiContext): Promise<readonly RouteLevel[]> {
  const running = reading.get(context);
  if (running) return running;
  const levels = readLevels(context.app, context.organizationId).finally(() => { reading.delete(context); });
  reading.set(context, levels);
  return levels;
}
