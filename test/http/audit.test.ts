import { auditServer } from 'graphql-http';
import { expect, it } from 'vitest';
import { openInProcess } from './stand-in.ts';

it('passes the whole audit of GraphQL over HTTP', async () => {
  const { fetch } = openInProcess();

  const results = await auditServer({
    url: 'http://127.0.0.1:4000/graphql',
    fetchFn: (url: string, init: RequestInit) => fetch(new Request(url, init)),
  });

  expect(results.length).toBeGreaterThan(60);
  expect(results.filter(({ status }) => status !== 'ok')).toEqual([]);
});
