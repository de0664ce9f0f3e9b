import type { Database, OrganizationClient } from '@parley/db';
import type { PluginCatalog } from '@parley/plugin-host';
import type { Logger } from 'pino';
import type { ApiKeys } from './access/api-keys.js';
import type { Actor, SignedIn } from './access/actor.js';
import { joinedReads } from './access/joined-reads.js';
import { Readings, type RecentReadings } from './access/readings.js';
import type { Sessions } from './access/sessions.js';
import type { Throttle } from './access/throttle.js';
import type { BucketStore } from './budget/bucket.js';
import type { ApiEnvironment } from './env.js';
import { requestError } from './errors.js';
import type { DomainProofs } from './domains/single-sign-on/domain-proofs.js';
import type { IdentityProviders } from './domains/single-sign-on/identity-providers.js';
import type { EventBus } from './events/bus.js';
import type { DataSources } from './connections/data-sources.js';
import type { Mailer } from './mail/mailer.js';
import type { MediaPresence } from './media-link/media-presence.js';
import type { Trials } from './connections/trials.js';
import type { Vault } from './vault/vault.js';
import type { Speech } from './voices/speech.js';

/** What one process has for all its requests. */
export interface App {
  readonly environment: ApiEnvironment;
  readonly database: Database;
  readonly bus: EventBus;
  readonly sessions: Sessions;
  readonly keys: ApiKeys;
  readonly recentReadings: RecentReadings;
  readonly catalog: PluginCatalog;
  readonly speech: Speech;
  /** Keeps the credentials of providers. */
  readonly vault: Vault;
  /** Tries providers out. */
  readonly trials: Trials;
  /** Reads the data of organizations where it lies. */
  readonly dataSources: DataSources;
  /** Sends mails; see `sendMail`. */
  readonly mailer: Mailer;
  /** Looks for the records that prove e-mail domains. */
  readonly domainProofs: DomainProofs;
  readonly identityProviders: IdentityProviders;
  readonly presence: MediaPresence;
  readonly startedAt: Date;
  /** Points for operations, by whoever asks. */
  readonly buckets: BucketStore;
  readonly throttles: { readonly signIn: Throttle; readonly signInAddress: Throttle; readonly signInAccount: Throttle; readonly signUp: Throttle; readonly invitation: Throttle; readonly secondFactor: Throttle; readonly passkeyStart: Throttle; readonly mail: Throttle; readonly trial: Throttle; readonly sourceQuery: Throttle; readonly mailAddress: Throttle; readonly providerCheck: Throttle; readonly singleSignOn: Throttle };
  readonly logger: Logger;
  /** Base address of this server, as browsers reach it. */
  publicUrl(): string;
}

/** How a request came in. */
export interface RequestFacts {
  readonly requestId: string;
  /** The client's network address. */
  readonly address: string;
  /** What the client calls itself; undefined where it does not say. */
  readonly userAgent?: string | undefined;
  /** Languages that the client wants, as in `Accept-Language`. */
  readonly languages?: string | undefined;
  /** The client's key for a change that shall happen once; undefined without one. */
  readonly idempotencyKey?: string | undefined;
  /** Sets or clears the session cookie of the answer; does nothing on sockets. */
  readonly setSessionCookie: (token: string | null) => void;
  /** Adds a `Set-Cookie` header to the answer; undefined on sockets. */
  readonly addCookie?: ((header: string) => void) | undefined;
  /** For a browser whose person works as somebody else for a while; absent on sockets. */
  readonly setAside?: SetAside | undefined;
}

/** The session cookie of a browser, put aside while its person works as somebody else. Both do nothing for who shows a token. */
export interface SetAside {
  /** Puts it aside, and goes on with another session that lives so long. */
  begin(token: string, lifeMs: number): void;
  /** Takes it back; answers its token, undefined where there is none. */
  finish(): string | undefined;
}

/** What every resolver and service gets first. */
export class ApiContext {
  readonly requestId: string;
  readonly logger: Logger;
  /** What the answer shows that the audit log tells of. */
  readonly readings = new Readings();
  #actor: Actor;

  constructor(readonly app: App, actor: Actor, readonly request: RequestFacts) {
    this.#actor = actor;
    this.requestId = request.requestId;
    this.logger = app.logger.child({ requestId: request.requestId });
  }

  /** Who asks. */
  get actor(): Actor { return this.#actor; }

  /** Whoever signs in, or goes to another organization, is that from here on: what is answered in the same request is theirs. */
  become(actor: SignedIn): void { this.#actor = actor; }

  /** The person who is signed in. */
  get user(): SignedIn {
    if (this.actor.kind === 'user') return this.actor;
    if (this.actor.kind === 'key') throw requestError('FORBIDDEN', 'This takes a person who is signed in; a key cannot do it.');
    throw requestError('UNAUTHENTICATED', 'Sign in first: there was no session, or it has ended.');
  }

  /** The organization that the person works in, or that the key is of. */
  get organizationId(): string {
    return this.actor.kind === 'key' ? this.actor.organizationId : this.user.organizationId;
  }

  /** Internal ids of the agents that may be reached, with their calls; undefined for all. */
  get agentIds(): readonly string[] | undefined { return this.actor.kind === 'key' ? this.actor.agentIds : undefined; }

  /** The database, bound to that organization, and to those agents; it sees no other. */
  get db(): OrganizationClient {
    return joinedReads(this.app.database.forOrganization(this.organizationId, this.agentIds));
  }
}

