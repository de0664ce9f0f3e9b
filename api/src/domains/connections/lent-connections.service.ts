import { lendersOf } from '../../connections/lenders.js';
import { CONNECTED_KINDS, type ConnectedKind } from '../../connections/requests.js';
import type { ApiContext } from '../../context.js';
import { defaultSteps } from '../../media-link/routes.js';
import { encodeId } from '../../schema/ids.js';

export type Lender = 'AGENCY' | 'PLATFORM' | 'INSTALLATION';

/** A provider that calls use and the organization has not connected itself. */
export interface LentConnection {
  readonly id: string;
  readonly kind: ConnectedKind;
  readonly name: string;
  readonly pluginId: string;
  readonly lender: Lender;
  readonly lenderName: string | null;
}

interface Row { readonly id: string; readonly kind: ConnectedKind; readonly name: string; readonly pluginId: string; readonly depth: number; readonly lenderKind: string; readonly lenderName: string }

/** What calls use beside the organization's own connections, by kind in the order in which it is tried. One statement. */
export async function lentConnections({ app, organizationId }: ApiContext): Promise<readonly LentConnection[]> {
  const rows = await app.database.system.$queryRaw<Row[]>`
    WITH RECURSIVE ${lendersOf(organizationId)}
    SELECT c.id, c.kind, c.name, c."pluginId", l.depth, o.kind::text AS "lenderKind", o.name AS "lenderName" FROM provider_connections c JOIN lenders l ON l.id = c."organizationId" JOIN organizations o ON o.id = l.id
    WHERE c.status = 'ACTIVE' AND (l.depth = 0 OR c."isLent") ORDER BY l.depth, l.id, c.position, c.id`;
  return CONNECTED_KINDS.flatMap((kind) => {
    const active = rows.filter((row) => row.kind === kind);
    const lent = active.filter(({ depth }) => depth > 0).map(({ id, name, pluginId, lenderKind, lenderName }) => ({ id: encodeId('ProviderConnection', id), kind, name, pluginId, lender: lenderKind === 'PLATFORM' ? 'PLATFORM' as const : 'AGENCY' as const, lenderName }));
    // The local plugin stands behind nobody; what the installation was started with does.
    const isInstallationUsed = active.length === 0 || app.environment.defaultRoutes[kind] !== undefined;
    const own = isInstallationUsed ? defaultSteps(app.environment.defaultRoutes, kind, undefined) : [];
    return [...lent, ...own.map(({ connectionId, pluginId }) => ({ id: connectionId, kind, name: connectionId, pluginId, lender: 'INSTALLATION' as const, lenderName: null }))];
  });
}
