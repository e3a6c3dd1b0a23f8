import { expect, test } from 'vitest';
import { openInProcess } from '../http/stand-in.ts';

const { fetch } = openInProcess();

const get = async (path: string, { method = 'GET', headers = {} }: RequestInit = {}) =>
  await fetch(new Request(`http://127.0.0.1:4000${path}`, { method, headers }));

test('a seed is drawn as the same picture each time, and another seed as another', async () => {
  const draw = async (seed: string) => await (await get(`/avatars/${seed}.svg`)).text();

  const picture = await draw('4f2a9c0b');

  expect(picture).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*>(<rect [^>]*\/>)+<\/svg>$/);
  expect(await draw('4f2a9c0b')).toBe(picture);
  expect(await draw('4f2a9c0c')).not.toBe(picture);
  // Readers keep them for a year: a drawing that changes belongs to another address.
  expect(picture).toMatchInlineSnapshot(
    `"<svg viewBox="-1.5 -1.5 8 8" xmlns="http://www.w3.org/2000/svg" fill="hsl(320 60% 50%)"><rect x="0" y="3" width="1" height="1"/><rect x="1" y="1" width="1" height="1"/><rect x="1" y="4" width="1" height="1"/><rect x="2" y="0" width="1" height="1"/><rect x="2" y="3" width="1" height="1"/><rect x="4" y="3" width="1" height="1"/><rect x="3" y="1" width="1" height="1"/><rect x="3" y="4" width="1" height="1"/></svg>"`,
  );
});

test('a picture is kept by everybody for ever, and runs nothing where it is opened', async () => {
  const { status, headers } = await get('/avatars/a.svg');

  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('image/svg+xml');
  expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'; sandbox");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
});

test('whoever has a picture is not sent it again, and HEAD sends none', async () => {
  const first = await get('/avatars/a.svg');
  const etag = first.headers.get('etag') ?? '';
  const again = await get('/avatars/a.svg', { headers: { 'if-none-match': etag } });
  const head = await get('/avatars/a.svg', { method: 'HEAD' });

  expect(etag).toMatch(/^"[\w-]{43}"$/);
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag]);
});

test('no picture is empty', async () => {
  // Of this seed itself the library draws nothing.
  expect(await (await get('/avatars/11f25b75.svg')).text()).toContain('<rect');
});

test.each([
  ...['/avatars/.svg', `/avatars/${'a'.repeat(65)}.svg`, '/avatars/A.svg', '/avatars/a%3Cb.svg', '/avatars/a.svg/b'],
  ...['/avatars/a', '/avatars/a.png', '/avatars/%61.svg', '/avatars/'],
])('%s is no picture', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('the longest seed is one, and a picture is only read', async () => {
  expect((await get(`/avatars/${'0'.repeat(64)}.svg`)).status).toBe(200);
  expect((await get('/avatars/a.svg', { method: 'POST' })).status).toBe(405);
});
