import ipaddr from 'ipaddr.js';

export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** A parser of addresses takes `https://*.example.org` and `https://a;b` for hosts, which mean something else in a policy. */
export function isOrigin(text: string): boolean {
  if (!isWebAddress(text)) return false;
  const { origin, hostname } = new URL(text);
  return origin === text && /^(?:[\w.-]+|\[[\da-f:.]+\])$/.test(hostname);
}

const ROUTES = [
  'authors',
  'avatars',
  'counts',
  'desk',
  'embed',
  'graphql',
  'health',
  'metrics',
  'posts',
  'ready',
  'schema.graphql',
  'tags',
];

/** Whether the path of the service's address can be told from its routes, also where a proxy strips it. */
export function hasOwnPath(address: string): boolean {
  const [first = ''] = new URL(address).pathname.split('/').filter(Boolean);
  return !ROUTES.includes(first);
}

/** Where keys may be read from: over TLS, or where nobody else can answer, on this machine and in a private network. */
export function isKeysAddress(text: string): boolean {
  if (!isWebAddress(text)) return false;
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:') return true;
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!isAddress(host)) return !host.includes('.'); // as containers name each other
  return isNearby(ipaddr.parse(host));
}

/** Whether an address is of this machine or of a private network. */
export function isNearby(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.range() === 'loopback' || isPrivate(address);
}

/** Whether an address is of a private network. */
export function isPrivate(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return ['private', 'uniqueLocal'].includes(address.range());
}

/** What the driver takes: anything else would fail at each attempt to connect, for ever. */
export function isRedisAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, username, password } = new URL(text);
  return (
    /^rediss?:$/.test(protocol) && hostname !== '' && /^(\/\d*)?$/.test(pathname) && isDecodable(username + password)
  );
}

/** What names proxies: an address, a network such as `10.0.0.0/8`, `loopback`, or `private`. */
export function isProxyName(text: string): boolean {
  if (text === 'loopback' || text === 'private') return true;
  const [address = '', bits] = text.split('/');
  return isAddress(address) && (bits === undefined || ipaddr.isValidCIDR(text));
}

/** Whether a text is an IP address as it is usually written: `ipaddr.js` would take `127.1` and `0x7f000001` for one. */
export function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
