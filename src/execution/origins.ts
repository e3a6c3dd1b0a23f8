import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { atAnyPort, THIS_MACHINE } from '../config/sites.ts';

interface OriginRules {
  /** Origins besides the service's own; the port of those that are sites may be `*`. */
  readonly origins: readonly string[];
  /** The service's own address. */
  readonly url: string;
  /** Whether pages of this machine and its network are allowed as well: outside production. */
  readonly allowsNearby: boolean;
}

/** Tells which pages may call the service from a browser: those of the listed origins, and its own. */
export class Origins {
  readonly #listed: ReadonlySet<string>;
  readonly #allowsNearby: boolean;

  constructor({ origins, url, allowsNearby }: OriginRules) {
    const own = new URL(url);
    const isLocal = THIS_MACHINE.includes(own.hostname);
    const aliases = isLocal ? THIS_MACHINE.map((name) => `${own.protocol}//${name}${own.port && `:${own.port}`}`) : [];
    this.#listed = new Set([...origins, own.origin, ...aliases]);
    this.#allowsNearby = allowsNearby;
  }

  /**
   * The request's `Host` has no say: anybody's name can be made to point here, and a page that was loaded under it sends that
   * name in both headers (DNS rebinding).
   */
  isAllowed(origin: string): boolean {
    return this.#listed.has(origin) || this.#listed.has(atAnyPort(origin)) || (this.#allowsNearby && isNearby(origin));
  }
}

const nearby = new BlockList();
nearby.addSubnet('127.0.0.0', 8);
nearby.addSubnet('10.0.0.0', 8);
nearby.addSubnet('172.16.0.0', 12);
nearby.addSubnet('192.168.0.0', 16);
nearby.addSubnet('169.254.0.0', 16);
nearby.addAddress('::1', 'ipv6');
nearby.addSubnet('fc00::', 7, 'ipv6');
nearby.addSubnet('fe80::', 10, 'ipv6');
for (const { address, family } of Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])) {
  nearby.addAddress(address, family === 'IPv6' ? 'ipv6' : 'ipv4');
}

/** Whether a page comes from this machine or its network. Numeric addresses only: a name proves nothing. */
function isNearby(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  const address = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  return hostname === 'localhost' || (family !== 0 && nearby.check(address, family === 6 ? 'ipv6' : 'ipv4'));
}
