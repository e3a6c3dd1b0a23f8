// Which address a client is counted under: the peer's, or what a trusted proxy says of it.
import ipaddr from 'ipaddr.js';
import { isAddress, isNearby, isPrivate } from '../../config/address-rules.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Where a request came from, as a door sees it. */
export interface Origin {
  /** The address of the connection's other end; undefined where it is closed already. */
  readonly peer: string | undefined;
  /** The request's `X-Forwarded-For`: addresses that each proxy appended one to, the client's first. */
  readonly forwardedFor: string | null;
}

interface AddressOptions {
  /** As `TRUST_PROXY` names them. */
  readonly trustedProxies: readonly string[];
  /** Called once, when a peer on a private network sends `X-Forwarded-For` and is not trusted: probably a forgotten proxy. */
  readonly onUntrustedProxy: () => void;
}

const UNKNOWN = 'unknown'; // connections that closed before they were looked at share one count
const NETWORK = 4; // groups of 16 bits: an IPv6 client chooses the rest of its address at will

/**
 * Makes a function that finds the address a client is counted under: an IPv4 address, or the /64 network of an IPv6 one.
 *
 * `X-Forwarded-For` is read from its end, for as long as the address that vouches for the next one is trusted. What stands
 * before the first address that is not can be written by anybody.
 */
export function createAddressReader({ trustedProxies, onUntrustedProxy }: AddressOptions): (origin: Origin) => string {
  const isTrusted = matchAny(trustedProxies);
  let hasWarned = false;

  return ({ peer, forwardedFor }) => {
    const start = parse(peer ?? '');
    if (start === null) return UNKNOWN;
    if (forwardedFor === null) return toKey(start);
    if (isTrusted(start)) return toKey(findClient(start, { forwardedFor, isTrusted }));

    if (!hasWarned && isNearby(start)) {
      hasWarned = true;
      onUntrustedProxy();
    }
    return toKey(start);
  };
}

/** Makes a function that tells whether a peer is a trusted proxy, which speaks for many clients. */
export function createProxyMatcher(trustedProxies: readonly string[]): (peer: string) => boolean {
  const isTrusted = matchAny(trustedProxies);
  return (peer) => {
    const address = parse(peer);
    return address !== null && isTrusted(address);
  };
}

function findClient(
  proxy: Address,
  { forwardedFor, isTrusted }: { forwardedFor: string; isTrusted: (address: Address) => boolean },
): Address {
  let client = proxy;
  for (let end = forwardedFor.length; end > 0;) {
    const start = forwardedFor.lastIndexOf(',', end - 1) + 1;
    const next = parse(forwardedFor.slice(start, end));
    if (next === null) return client; // "unknown", or garbage: the proxy that passed it on answers for it
    client = next;
    if (!isTrusted(client)) return client;
    end = start - 1;
  }
  return client;
}

/** Some proxies append the port: `203.0.113.9:4711`, `[2001:db8::9]:4711`. */
function parse(text: string): Address | null {
  const trimmed = text.trim();
  const [, bare = trimmed] = /^\[([^\]]*)\](?::\d+)?$/.exec(trimmed) ?? /^([\d.]+):\d+$/.exec(trimmed) ?? [];
  return isAddress(bare) ? ipaddr.process(bare) : null;
}

function toKey(address: Address): string {
  return address instanceof ipaddr.IPv6
    ? address.parts
        .slice(0, NETWORK)
        .map((part) => part.toString(16))
        .join(':')
    : address.toString();
}

function matchAny(names: readonly string[]): (address: Address) => boolean {
  const matchers = names.map(createMatcher);
  return (address) => matchers.some((matches) => matches(address));
}

function createMatcher(name: string): (address: Address) => boolean {
  if (name === 'loopback') return (address) => address.range() === 'loopback';
  if (name === 'private') return isPrivate;

  const [network, bits]: [Address, number] = name.includes('/') ? ipaddr.parseCIDR(name) : [ipaddr.process(name), 128];
  const length = Math.min(bits, network.toByteArray().length * 8);
  return (address) => address.kind() === network.kind() && address.match(network, length);
}
