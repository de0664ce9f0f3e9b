import type { IncomingMessage } from 'node:http';
import proxyAddress from 'proxy-addr';

/**
 * Who may say for whom a request is sent (`X-Forwarded-For`): nobody by default; so many proxies in a row, e.g. `1`; or
 * those of these networks, e.g. `loopback, 10.0.0.0/8`. Trusting everybody would let each client choose its address,
 * and with it whose sign-in attempts it uses up.
 */
export type TrustProxy = (address: string, hops: number) => boolean;

/** Reads `TRUST_PROXY`; throws where it names what is neither a network nor a number. */
export function compileTrustProxy(setting: string | undefined): TrustProxy {
  if (setting === undefined) return () => false;
  if (/^\d{1,2}$/.test(setting)) return (_address, hops) => hops < Number(setting);
  return proxyAddress.compile(setting.split(',').map((part) => part.trim()));
}

/** The address of whoever sent a request: the first that no trusted proxy has. */
export function clientAddress(request: IncomingMessage, trust: TrustProxy): string {
  // A socket that has closed meanwhile has no address any more.
  const address = request.socket.remoteAddress === undefined ? '' : proxyAddress(request, trust);
  // A server that listens for both families is told the old one in the clothes of the new.
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
