import { describe, expect, it, test } from 'vitest';
import { basePathOf, createAddresses, stripBasePath } from '../../src/config/addresses.ts';

test.each([
  ['https://example.org', ''],
  ['https://example.org/', ''],
  ['https://example.org/talk', '/talk'],
  ['https://example.org/a/b/', '/a/b'],
  [null, ''],
])('the base path of %s is "%s"', (url, path) => {
  expect(basePathOf(url)).toBe(path);
});

describe('the path of a request', () => {
  it.each([
    ['/graphql', '/graphql'],
    ['/talk/graphql', '/graphql'],
    ['/talk', '/'],
    ['/talk/', '/'],
    ['/', '/'],
    ['/talkative', '/talkative'],
    ['/posts/talk/x', '/posts/talk/x'],
  ])('%s below /talk is %s', (path, stripped) => {
    expect(stripBasePath(path, '/talk')).toBe(stripped);
  });

  it('is unchanged when the service has no base path', () => {
    expect(stripBasePath('/talk/graphql', '')).toBe('/talk/graphql');
  });
});

test('the addresses of a post and of its feed have the base path', () => {
  const addresses = createAddresses({ service: () => 'https://example.org/talk', postUrl: null });

  expect(addresses.basePath).toBe('/talk');
  expect(addresses.ofComment({ slug: 'a', pageUrl: null, number: 2 })).toBe(
    'https://example.org/talk/posts/a?comment=2#comment-2',
  );
  expect(addresses.ofFeed('a')).toBe('https://example.org/talk/posts/a/comments.atom');
});
