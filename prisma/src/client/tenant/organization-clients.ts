import type { PrismaClient } from '../../generated/client.js';
import { TenantScopeError } from '../errors.js';
import { DATABASE_LIMITS } from '../limits.js';
import { bindClient, type BoundClient } from './tenant-client.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One bound client per organization; the least recently used are forgotten and bound anew when they come back. */
export class OrganizationClients {
  readonly #client: PrismaClient;
  readonly #clientsMax: number;
  /** In the order of use, oldest first. */
  readonly #clients = new Map<string, BoundClient>();

  constructor(client: PrismaClient, clientsMax: number = DATABASE_LIMITS.organizationClientsMax) {
    this.#client = client;
    this.#clientsMax = clientsMax;
  }

  get size(): number {
    return this.#clients.size;
  }

  /** @throws TenantScopeError when this is no UUID: a missing organization must never mean "all". */
  get(organizationId: string, agentIds?: readonly string[]): BoundClient {
    const name = agentIds ? `${organizationId} ${agentIds.join(' ')}` : organizationId;
    const known = this.#clients.get(name);
    if (known) this.#clients.delete(name);
    else if (typeof organizationId !== 'string' || !UUID.test(organizationId)) throw new TenantScopeError(undefined, 'forOrganization', 'the organization is not a UUID');
    const client = known ?? bindClient(this.#client, { organizationId, agentIds });
    this.#clients.set(name, client);
    if (this.#clients.size > this.#clientsMax) this.#clients.delete(this.#clients.keys().next().value!);
    return client;
  }
}
