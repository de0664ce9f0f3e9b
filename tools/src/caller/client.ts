import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** An answer of the API that is not what was asked for; the message is made for people. */
export class ApiError extends Error {
  constructor(message: string, readonly code: string) { super(message); }
}

interface Answer<Data> { data?: Data | null; errors?: { message: string; extensions?: { code?: string } }[] }

/** A minimal client of the public contract: one session, requests and subscriptions. */
export class ApiClient {
  #sessionToken: string | undefined;

  /** `url` is the GraphQL endpoint, e.g. `http://localhost:4000/graphql`. */
  constructor(readonly url: string) {}

  get sessionToken(): string | undefined { return this.#sessionToken; }

  async request<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const response = await fetch(this.url, {
      method: 'POST', signal: AbortSignal.timeout(30_000), body: JSON.stringify({ query, variables }),
      headers: { 'content-type': 'application/json', ...(this.#sessionToken ? { authorization: `Bearer ${this.#sessionToken}` } : {}) },
    }).catch((error: Error) => { throw new ApiError(`${this.url} does not answer (${(error.cause as Error | undefined)?.message ?? error.message}); is Parley running? npm start`, 'UNREACHABLE'); });
    const answer = await response.json().catch(() => { throw new ApiError(`${this.url} answers, but not as Parley's GraphQL address does (HTTP ${response.status})`, 'NOT_GRAPHQL'); }) as Answer<Data>;
    const [first] = answer.errors ?? [];
    if (first) throw new ApiError(first.message, first.extensions?.code ?? 'UNKNOWN');
    if (!answer.data) throw new ApiError(`the API answered ${response.status} without data`, 'NO_DATA');
    return answer.data;
  }

  async signIn(email: string, password: string): Promise<void> {
    const { signIn } = await this.request<{ signIn: { sessionToken: string | null; errors: { message: string; code: string }[] } }>(
      'mutation ($input: SignInInput!) { signIn(input: $input) { sessionToken errors { message code } } }', { input: { email, password } });
    if (!signIn.sessionToken) throw new ApiError(signIn.errors[0]?.message ?? 'sign-in was refused', signIn.errors[0]?.code ?? 'UNKNOWN');
    this.#sessionToken = signIn.sessionToken;
  }

  /**
   * Calls `onNext` for every result until the stream ends; resolves then. A lost socket is opened again for about a
   * minute, and the subscription is sent again with `variables` as they are by then.
   */
  subscribe<Data>(query: string, variables: Record<string, unknown>, onNext: (data: Data) => void): Promise<void> {
    const client = createClient({
      url: this.url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 30,
      retryWait: () => new Promise((resolve) => { setTimeout(resolve, 250 + Math.random() * 1_750); }), shouldRetry: () => true,
      connectionParams: { authorization: `Bearer ${this.#sessionToken ?? ''}` },
    });
    return new Promise<void>((resolve, reject) => {
      client.subscribe<Data>({ query, variables }, {
        next: ({ data, errors }) => { if (errors?.[0]) reject(new ApiError(errors[0].message, 'SUBSCRIPTION')); else if (data) onNext(data); },
        error: (error) => reject(error instanceof Error ? error : new ApiError(JSON.stringify(error), 'SUBSCRIPTION')),
        complete: resolve,
      });
    }).finally(() => { void client.dispose(); });
  }
}
