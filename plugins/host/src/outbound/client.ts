import { lookup as lookupName } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, request as send, type Dispatcher } from 'undici';
import { createAddressCheck, type AddressCheck } from './addresses.js';
import { OutboundError } from './errors.js';

export interface OutboundOptions {
  /** Networks that may be reached though they are not public, e.g. `10.0.0.0/8`; default none. */
  readonly allowedNetworks?: readonly string[] | undefined;
  /** Whether `http:` may be used; default only `https:`. */
  readonly isHttpAllowed?: boolean | undefined;
  /** Ports that may be used; default 443 and 8443, with http 80 and 8080 too. `any` is for machines that serve themselves. */
  readonly ports?: readonly number[] | 'any' | undefined;
  /** From the call to the last byte; default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Largest answer; default 65,536. */
  readonly bodyBytesMax?: number | undefined;
  /** Finds the addresses of a name; default the system's resolver. */
  readonly resolve?: ((hostname: string) => Promise<readonly string[]>) | undefined;
}

export interface OutboundRequest {
  /** Default `GET`. */
  readonly method?: Dispatcher.HttpMethod | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OutboundAnswer { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }

export interface Outbound {
  /** Sends one request. @throws {@link OutboundError} */
  request(address: string, request?: OutboundRequest): Promise<OutboundAnswer>;
  close(): Promise<void>;
}

const HEADERS_BYTES_MAX = 16 * 1024;
const CONNECTIONS_MAX = 32;
const systemResolver = async (hostname: string) => (await lookupName(hostname, { all: true })).map(({ address }) => address);

/**
 * A client for addresses that people enter: webhooks, tools, providers of their own. A name is resolved once, every
 * address that it has must be allowed, and the connection goes to just these addresses: a name that answers differently
 * a moment later changes nothing. Redirects are not followed, answers are cut at their limit, everything has an end.
 */
export function createOutbound(options: OutboundOptions = {}): Outbound {
  const isAllowed = createAddressCheck(options.allowedNetworks);
  const bodyBytesMax = options.bodyBytesMax ?? 65_536;
  const timeoutMs = options.timeoutMs ?? 10_000;
  const agent = new Agent({
    connect: { lookup: vettedLookup(isAllowed, options.resolve ?? systemResolver), timeout: timeoutMs }, connections: CONNECTIONS_MAX, maxHeaderSize: HEADERS_BYTES_MAX, pipelining: 1,
  });
  return {
    request: async (address, { method = 'GET', headers = {}, body, signal } = {}) => {
      const url = checkAddress(address, options, isAllowed);
      const limit = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await send(url, { dispatcher: agent, method, headers, ...(body === undefined ? {} : { body }), signal: signal ? AbortSignal.any([signal, limit]) : limit });
        if (answer.statusCode >= 300 && answer.statusCode < 400) {
          await answer.body.dump();
          throw new OutboundError('REDIRECTED', `${url.host} answered with a redirect (${answer.statusCode}), which is not followed. Enter the final address.`);
        }
        return { status: answer.statusCode, headers: flat(answer.headers), body: await readWithin(answer.body, bodyBytesMax, url.host) };
      } catch (error) {
        throw explain(error, url.host, { limit, signal, timeoutMs });
      }
    },
    close: () => agent.close(),
  };
}

function checkAddress(address: string, { isHttpAllowed = false, ports }: OutboundOptions, isAllowed: AddressCheck): URL {
  const invalid = (reason: string) => new OutboundError('ADDRESS_INVALID', `This address cannot be used: ${reason}.`);
  if (!URL.canParse(address)) throw invalid('it is no web address');
  const url = new URL(address);
  if (url.protocol !== 'https:' && !(isHttpAllowed && url.protocol === 'http:')) throw invalid(isHttpAllowed ? 'it must begin with https:// or http://' : 'it must begin with https://');
  if (url.username !== '' || url.password !== '') throw invalid('it must not hold a user or a password');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  if (ports !== 'any' && !(ports ?? (isHttpAllowed ? [443, 8443, 80, 8080] : [443, 8443])).includes(port)) throw invalid(`port ${port} is not allowed`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // An address in numbers is connected to without being looked up.
  if (isIP(host) !== 0 && !isAllowed(host)) throw refused(url.host);
  return url;
}

const refused = (host: string) => new OutboundError('ADDRESS_REFUSED', `${host} is in a network that is not public, so it is not connected to.`);

/** Resolves a name and hands on what may be connected to; one address that may not be spoils the name. */
function vettedLookup(isAllowed: AddressCheck, resolve: (hostname: string) => Promise<readonly string[]>): LookupFunction {
  const find = callbackify(async (hostname: string) => {
    const addresses = await resolve(hostname);
    if (addresses.length === 0) throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
    if (!addresses.every(isAllowed)) throw refused(hostname);
    return addresses.map((address) => ({ address, family: isIP(address) }));
  });
  return (hostname, { all }, callback) => {
    find(hostname, (error, found) => {
      if (error) callback(error, ''); else if (all) callback(null, found); else callback(null, found[0]!.address, found[0]!.family);
    });
  };
}

async function readWithin(body: AsyncIterable<Uint8Array> & { destroy(): unknown }, bytesMax: number, host: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > bytesMax) {
      body.destroy();
      throw new OutboundError('BODY_TOO_LARGE', `${host} answered with more than ${bytesMax} bytes.`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const flat = (headers: Record<string, string | string[] | undefined>) => Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])));

function explain(error: unknown, host: string, { limit, signal, timeoutMs }: { readonly limit: AbortSignal; readonly signal: AbortSignal | undefined; readonly timeoutMs: number }): OutboundError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OutboundError) return cause;
  }
  if (signal?.aborted) return new OutboundError('ABORTED', 'The request was called off.', { cause: error });
  const code = (error as { code?: string }).code ?? '';
  if (limit.aborted || code.includes('TIMEOUT')) return new OutboundError('TIMEOUT', `${host} did not answer within ${timeoutMs / 1_000} seconds.`, { cause: error });
  return new OutboundError('UNREACHABLE', `${host} cannot be reached${code === 'ENOTFOUND' ? ': there is no such name' : code === 'ECONNREFUSED' ? ': nobody listens there' : ''}.`, { cause: error });
}
