import { expect, test } from 'vitest';
import { openInProcess } from '../http/stand-in.ts';

const { fetch } = openInProcess();

test('what is no document has an icon too, and a document has the same in itself', async () => {
  const icon = await fetch(new Request('http://127.0.0.1:4000/favicon.ico'));
  const page = await (await fetch(new Request('http://127.0.0.1:4000/'))).text();

  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  expect(page).toContain(`<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(await icon.text())}">`);
});
