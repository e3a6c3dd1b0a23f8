import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startServer } from '../../src/app/serve.ts';
import type { ClientOptions } from '../../src/sdk/client-options.ts';
import { createClient } from '../../src/sdk/create-client.ts';
import { someRates } from '../execution/rates-harness.ts';
import { openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aPost } from '../harness/fixtures.ts';
import { findFailure } from './find-failure.ts';
import { TRANSPORTS } from './network.ts';

const api = openTestApi(await openTestDatabase());
const { id: postId } = await aPost(api);

/** A client that has no read left for 10 seconds, and whose pauses take no time. */
async function anExhaustedClient(options: Partial<ClientOptions> = {}) {
  const rates = someRates({ readBurst: 1, addressMultiple: 1 });
  const service = await startServer({ ...serverOptions(api), rates });
  onTestFinished(() => service.close());
  const pauses: number[] = [];
  const clock = {
    now: () => 0,
    random: () => 0.5,
    sleep: (pause: number) => {
      pauses.push(pause);
      if (options.transport !== undefined) client.close(); // a stream would come back for ever
      return Promise.resolve();
    },
  };
  const client = createClient({
    ...{
      url: `${service.url}/graphql`,
      clock,
      retries: 2,
      webSocketImpl: WebSocket,
      backoff: { first: 2, longest: 2 },
    },
    ...options,
  });
  onTestFinished(() => client.close());
  await client.frontPage({ first: 1 });
  return { client, pauses };
}

it('a query waits as long as the service says, as often as it is sent again, and then says how long', async () => {
  const { client, pauses } = await anExhaustedClient();

  const failure = await findFailure(client.frontPage());

  expect(failure).toMatchObject({ code: 'RATE_LIMITED', status: 429, retryAfter: 10_000 });
  expect(pauses).toEqual([10_001, 10_001]);
});

it.each(TRANSPORTS)('a stream over %s waits as long as the service says', async (transport) => {
  const { client, pauses } = await anExhaustedClient({ transport });
  const reasons: unknown[] = [];
  const stream = client.commentAdded({ postId }, { onStatus: (_status, reason) => reasons.push(reason) });

  expect(await stream.next()).toMatchObject({ done: true });

  expect(reasons).toContainEqual(expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: 10_000 }));
  expect(pauses).toEqual([10_001]);
});
