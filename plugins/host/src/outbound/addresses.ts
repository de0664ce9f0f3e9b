import { BlockList, isIP } from 'node:net';

/** Networks that are not the public internet: IANA's special-purpose registries, https://www.iana.org/assignments/iana-ipv4-special-registry/ and iana-ipv6-special-registry. */
const PRIVATE_V4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
];
/** Everything but global unicast is refused; these are the parts of 2000::/3 that lead elsewhere. */
const PRIVATE_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const GLOBAL_UNICAST = '2000::/3';
/** Addresses that carry an IPv4 address inside: mapped, and translated by NAT64. */
const MAPPED = '::ffff:0:0/96';
const NAT64 = '64:ff9b::/96';

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, prefix] = network.split('/') as [string, string | undefined];
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix);
    if (family === 0 || !Number.isInteger(bits)) throw new Error(`"${network}" is no network; write it like 10.0.0.0/8`);
    list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

const privateV4 = listOf(PRIVATE_V4);
const privateV6 = listOf(PRIVATE_V6);
const globalUnicast = listOf([GLOBAL_UNICAST]);
const carrying = listOf([MAPPED, NAT64]);

/** The IPv4 address in the last 32 bits of an IPv6 one, whichever way it is written. */
function carriedV4(address: string): string | undefined {
  const { hostname } = new URL(`http://[${address}]`);
  if (!carrying.check(address, 'ipv6')) return undefined;
  const groups = hostname.slice(1, -1).split(':').slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');
}

export type AddressCheck = (address: string) => boolean;

/** Tells addresses that may be connected to: public ones, and those of networks that the operator allows. */
export function createAddressCheck(allowedNetworks: readonly string[] = []): AddressCheck {
  const allowed = listOf(allowedNetworks);
  const isPublic = (address: string): boolean => {
    if (isIP(address) === 4) return allowed.check(address, 'ipv4') || !privateV4.check(address, 'ipv4');
    if (isIP(address) !== 6 || address.includes('%')) return false;
    if (allowed.check(address, 'ipv6')) return true;
    const inside = carriedV4(address);
    if (inside !== undefined) return isPublic(inside);
    return globalUnicast.check(address, 'ipv6') && !privateV6.check(address, 'ipv6');
  };
  return isPublic;
}
