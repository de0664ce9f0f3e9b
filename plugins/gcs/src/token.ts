import { failureOnTheWay } from '@parley/plugin-sdk';
import { refused, unreadable } from './errors.js';
import { assertionOf, type ServiceAccount } from './service-account.js';

/** A token is not used in its last minutes: it has to last until the vendor has looked at it. */
const RESERVE_MS = 300_000;

interface Token { readonly value: string; readonly endsAtMs: number }

/** Signs in when a token is needed, once for all who wait for it; a failure is not remembered. */
export class Tokens {
  readonly #account: ServiceAccount;
  readonly #tokenUrl: string;
  readonly #timeoutMs: number;
  readonly #fetch: typeof globalThis.fetch;
  #token: Promise<Token> | undefined;
  #endsAtMs = 0;

  constructor(account: ServiceAccount, tokenUrl: string, timeoutMs: number, fetch: typeof globalThis.fetch) {
    this.#account = account;
    this.#tokenUrl = tokenUrl;
    this.#timeoutMs = timeoutMs;
    this.#fetch = fetch;
  }

  async get(): Promise<string> {
    if (!this.#token || Date.now() > this.#endsAtMs - RESERVE_MS) {
      this.#endsAtMs = Infinity;
      const token = this.#signIn();
      this.#token = token;
      token.then(({ endsAtMs }) => { this.#endsAtMs = endsAtMs; }, () => { if (this.#token === token) this.#token = undefined; });
    }
    return (await this.#token).value;
  }

  /** The vendor has refused it: the next request signs in anew. */
  forget(): void {
    this.#token = undefined;
  }

  async #signIn(): Promise<Token> {
    const assertion = assertionOf(this.#account, this.#tokenUrl, Date.now());
    const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString();
    try {
      // Not of the request that asked first: others wait for it too.
      const response = await this.#fetch(this.#tokenUrl, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body, signal: AbortSignal.timeout(this.#timeoutMs) });
      const text = await response.text();
      if (!response.ok) throw refused({ text, status: response.status, headers: response.headers, secret: assertion });
      return readToken(text);
    } catch (error) {
      throw failureOnTheWay(error);
    }
  }
}

function readToken(text: string): Token {
  let answer: Record<string, unknown>;
  try { answer = Object(JSON.parse(text)) as Record<string, unknown>; } catch { throw unreadable(); }
  const { access_token: value, expires_in: seconds } = answer;
  if (typeof value !== 'string' || typeof seconds !== 'number') throw unreadable();
  return { value, endsAtMs: Date.now() + seconds * 1_000 };
}
