import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPageAddress } from '../../../src/text/address/page-address.ts';

const keyOf = (text: string) => readPageAddress(text)?.key ?? null;

test.each([
  ['the scheme', 'http://example.org/a'],
  ['a leading www', 'https://www.example.org/a'],
  ['capitals of the host', 'https://EXAMPLE.org/a'],
  ['a dot after the host', 'https://example.org./a'],
  ['the usual port', 'https://example.org:443/a'],
  ['the usual port of the other scheme', 'https://example.org:80/a'],
  ['slashes at the end', 'https://example.org/a//'],
  ['a fragment', 'https://example.org/a#comments'],
  ['an empty query', 'https://example.org/a?'],
  ['parameters that track readers', 'https://example.org/a?utm_source=x&UTM_Medium=y&fbclid=z&%75tm_campaign=n'],
  ['percent-encodings without need', 'https://example.org/%61'],
  ['steps in the path', 'https://example.org/b/../a/.'],
  ['blanks around it', ' https://example.org/a\n'],
])('an address is the same whatever its spelling: %s', (_spelling, text) => {
  expect(keyOf(text)).toBe('example.org/a');
});

test.each([
  ['https://bücher.example/straße', 'xn--bcher-kva.example/stra%C3%9Fe'],
  ['https://xn--bcher-kva.example/stra%c3%9fe/', 'xn--bcher-kva.example/stra%C3%9Fe'],
  ['https://example.org/?p=12', 'example.org?p=12'],
  ['https://example.org?b=2&a=1&utm_id=3&a=0', 'example.org?a=0&a=1&b=2'],
  ['https://example.org/a?q=x+y', 'example.org/a?q=x%20y'],
  ['https://example.org:8443/a', 'example.org:8443/a'],
  ['https://www.com/a', 'www.com/a'],
  ['https://example.org/a%2Fb|c%', 'example.org/a%2Fb%7Cc%25'],
  ['https://[::1]:3000/A', '[::1]:3000/A'],
])('%s is known as %s', (text, key) => {
  expect(keyOf(text)).toBe(key);
});

test.each([
  'https://example.org/b',
  'https://example.org/A',
  'https://example.org/a/index.html',
  'https://blog.example.org/a',
  'https://example.org:444/a',
  'https://example.org/a?p=1',
])('another page is another address: %s', (text) => {
  expect(keyOf(text)).not.toBe('example.org/a');
  expect(keyOf(text)).not.toBeNull();
});

test.each([
  ['', '/a', 'example.org/a', 'javascript:alert(1)', 'ftp://example.org/a', 'https://ada@example.org/a', 'https://'],
  [`https://example.org/${'a'.repeat(1_981)}`, `https://example.org/${'ä'.repeat(400)}`, 'https://./a'],
])('what is no address of a page has none: %s', (...texts) => {
  for (const text of texts) expect(readPageAddress(text)).toBeNull();
});

test('an address is shown as it was spelt, without what tracks readers', () => {
  expect(readPageAddress('http://www.Example.org/a/?b=2&gclid=x&a=1#c')?.url).toBe('http://www.example.org/a/?b=2&a=1');
});

const part = fc.string({
  unit: fc.constantFrom(...Array.from('aAzZ09-._~%25%2f%C3%A4/?&=+#|\'"<>ä漢 ')),
  maxLength: 20,
});
const spelling = fc.tuple(
  fc.constantFrom('http', 'https'),
  fc.constantFrom(
    'example.org',
    'www.example.org',
    'WWW.www.Example.org.',
    'www.com',
    '127.0.0.1',
    'bücher.example',
    '[::1]',
  ),
  fc.constantFrom('', ':80', ':443', ':8080'),
  fc.oneof(
    fc.webPath(),
    part.map((text) => `/${text}`),
  ),
  fc.oneof(fc.webQueryParameters(), part),
);

test('the key of an address is its own key, and that of what is shown of it', () => {
  fc.assert(
    fc.property(spelling, ([scheme, host, port, path, query]) => {
      const address = readPageAddress(`${scheme}://${host}${port}${path}?${query}`);
      if (address === null) return;

      expect(keyOf(`https://${address.key}`)).toBe(address.key);
      expect(keyOf(address.url)).toBe(address.key);
      expect(address.key).toMatch(/^[!-~]+$/);
    }),
    { numRuns: 2_000 },
  );
});

test('an address with letters beside ASCII is one however many were read before it', () => {
  for (let at = 0; at < 200_000; at += 1) keyOf(`https://example.org/${at % 10}`);

  expect(keyOf('https://bücher.example/a')).toBe('xn--bcher-kva.example/a');
});
