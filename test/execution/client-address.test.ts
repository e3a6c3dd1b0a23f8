import { expect, test, vi } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { readConfig } from '../../src/config/config.ts';
import { createAddressReader } from '../../src/execution/rates/client-address.ts';

const SECRETS = { AUTH_SECRET: 'x'.repeat(32), VOICE_SECRET: 'v'.repeat(32) };

function aReader(TRUST_PROXY: string, onUntrustedProxy = () => {}) {
  const { trustedProxies } = readConfig({ ...SECRETS, TRUST_PROXY });
  const read = createAddressReader({ trustedProxies, onUntrustedProxy });
  return (peer: string | undefined, forwardedFor: string | null = null) => read({ peer, forwardedFor });
}

test('nobody is trusted by default: a client cannot choose its address', () => {
  const read = aReader('');

  expect(read('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
  expect(read('127.0.0.1', '198.51.100.1')).toBe('127.0.0.1');
  expect(aReader('off')('10.0.0.1', '198.51.100.1')).toBe('10.0.0.1');
});

test.each([
  ['loopback', '127.0.0.1'],
  ['loopback', '::1'],
  ['loopback', '::ffff:127.0.0.1'],
  ['private', '10.1.2.3'],
  ['private', '172.31.0.1'],
  ['private', '192.168.0.1'],
  ['private', 'fd00::1'],
  ['203.0.113.9', '203.0.113.9'],
  ['198.51.100.7, 203.0.113.0/24', '203.0.113.9'],
  ['2001:db8:1::/48', '2001:db8:1:2::3'],
])('TRUST_PROXY=%s believes %s', (trusted, peer) => {
  expect(aReader(trusted)(peer, '198.51.100.1')).toBe('198.51.100.1');
});

test.each([
  ['loopback', '10.0.0.1'],
  ['private', '127.0.0.1'],
  ['private', '172.32.0.1'],
  ['private', '100.64.0.1'],
  ['private', 'fe80::1'],
  ['203.0.113.9', '203.0.113.10'],
  ['203.0.113.0/24', '2001:db8::1'],
  ['::/0', '203.0.113.9'],
])('TRUST_PROXY=%s does not believe %s', (trusted, peer) => {
  expect(aReader(trusted)(peer, '198.51.100.1')).not.toBe('198.51.100.1');
});

test('the last address that is not trusted counts: what the client wrote before it does not', () => {
  const read = aReader('private, loopback');

  expect(read('10.0.0.1', '1.1.1.1, 198.51.100.1')).toBe('198.51.100.1');
  expect(read('10.0.0.1', '1.1.1.1,198.51.100.1 , 10.0.0.2,127.0.0.1')).toBe('198.51.100.1');
  expect(read('10.0.0.1', '10.0.0.9, 198.51.100.1')).toBe('198.51.100.1');
  expect(read('10.0.0.1', '10.0.0.3, 10.0.0.2')).toBe('10.0.0.3');
});

test.each(['', ',', 'unknown', '198.51.100', '0x7f000001', '127.1', 'a'.repeat(10_000), '1.1.1.1, nonsense'])(
  'behind a trusted proxy %j names nobody, and the proxy counts',
  (forwardedFor) => {
    expect(aReader('private')('10.0.0.1', forwardedFor)).toBe('10.0.0.1');
  },
);

test('a port is left out', () => {
  const read = aReader('private');

  expect(read('10.0.0.1', '198.51.100.1:4711')).toBe('198.51.100.1');
  expect(read('10.0.0.1', '[2001:db8:1:2::3]:4711')).toBe('2001:db8:1:2');
  expect(read('10.0.0.1', '[2001:db8:1:2::3]')).toBe('2001:db8:1:2');
});

test('an IPv6 client counts with its /64 network, and an IPv4 address in IPv6 as IPv4', () => {
  const read = aReader('');

  expect(read('2001:db8:1:2::3')).toBe(read('2001:0DB8:0001:0002:ffff:ffff:ffff:ffff'));
  expect(read('2001:db8:1:2::3')).not.toBe(read('2001:db8:1:3::3'));
  expect(read('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(read('::ffff:cb00:7109')).toBe('203.0.113.9');
  expect(read('fe80::1%eth0')).toBe('fe80:0:0:0');
});

test('connections that closed before they were looked at share one count', () => {
  expect(aReader('')(undefined)).toBe(aReader('private')(undefined, '198.51.100.1'));
});

test('a proxy on a private network that is not trusted is warned of once', () => {
  const warn = vi.fn();
  const read = aReader('10.0.0.1', warn);

  read('10.0.0.1', '198.51.100.1');
  read('203.0.113.9', '198.51.100.1');
  read('10.0.0.2');
  expect(warn).not.toHaveBeenCalled();

  read('10.0.0.2', '198.51.100.1');
  read('127.0.0.1', '198.51.100.1');
  expect(warn).toHaveBeenCalledOnce();
});

test.each(['on', 'localhost', '10.0.0.0/33', '10.0.0.1/', '10.1', '0x7f.1/8', '10.0.0.0/8/8', 'loopback off'])(
  'TRUST_PROXY=%s is refused',
  (TRUST_PROXY) => {
    expect(() => readConfig({ ...SECRETS, TRUST_PROXY })).toThrow(ConfigError);
  },
);
