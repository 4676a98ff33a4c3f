import { BlockList, isIPv6 } from 'node:net';

/** A place that an install may reach. */
export interface RegistryHost {
  /** A name in lower case, or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** URL of the HTTP proxy that this machine reaches it through. It may hold credentials, so it never enters a Cell. */
  readonly through?: string;
}

/** The place that a URL of a registry leads to; nothing for what is no http or https URL. */
export function placeOf(url: string): RegistryHost | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  return { host: bare(hostname), port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) };
}

/** `name:port` as a client asks a proxy for it; nothing when it is anything else. */
export function placeAsked(authority: string): RegistryHost | undefined {
  const [, host, port] = /^(\[[0-9a-fA-F:.]{2,45}\]|[\w.-]{1,253}):(\d{1,5})$/.exec(authority) ?? [];
  return host === undefined ? undefined : { host: bare(host), port: Number(port) };
}

/** The entry of the list that is exactly this place. What is connected to is the entry, never what was asked. */
export const findPlace = (hosts: readonly RegistryHost[], asked: RegistryHost | undefined): RegistryHost | undefined =>
  hosts.find(({ host, port }) => host === asked?.host && port === asked.port);

export const shown = ({ host, port }: RegistryHost): string => `${isIPv6(host) ? `[${host}]` : host}:${port}`;

const bare = (host: string): string => host.toLowerCase().replace(/^\[(.*)\]$/, '$1');

/** Loopback, private, link-local (where clouds keep their metadata), multicast, for measuring, and those that mean "here". */
const withinReach = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  withinReach.addSubnet(network, prefix);
  // As the gateways to IPv4 write them: NAT64 at the end, 6to4 after the first 16 bits.
  withinReach.addSubnet(`64:ff9b::${network}`, 96 + prefix, 'ipv6');
  withinReach.addSubnet(`2002:${hexadecimal(network)}::`, 16 + prefix, 'ipv6');
}
// The last but one is NAT64 at a place that each network chooses for itself.
for (const [network, prefix] of [
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['64:ff9b:1::', 48],
  ['ff00::', 8],
] as const)
  withinReach.addSubnet(network, prefix, 'ipv6');

/** `a9fe:0` of `169.254.0.0`: an IPv4 address as two words of an IPv6 one. */
function hexadecimal(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** Is this address one of the internet's, and not of this machine or the networks around it? */
export const isPublic = (address: string): boolean => !withinReach.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** The proxy that a URL is reached through from here, by the rules that curl and npm share; nothing when it is reached directly. */
export function proxyFor(
  url: string,
  { http, https, except }: { readonly http?: string; readonly https?: string; readonly except: readonly string[] },
): string | undefined {
  const place = placeOf(url);
  if (place === undefined) return undefined;
  const exempt = except
    .map((entry) =>
      entry
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, ''),
    )
    .some((entry) => entry === '*' || entry === place.host || entry === shown(place) || within(place.host, entry));
  if (exempt) return undefined;
  return url.startsWith('http:') ? http : https;
}

const within = (host: string, domain: string): boolean => domain !== '' && host.endsWith(`.${domain}`);
