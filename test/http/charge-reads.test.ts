import { expect, it } from 'vitest';
import { chargeReads } from '../../src/http/charge-reads.ts';
import { NO_RATES } from '../../src/execution/rates/rates.ts';
import { textResponse, type Route } from '../../src/pages/route.ts';
import { ELSEWHERE, HOME, openCounting, someRates } from '../execution/rates-harness.ts';

const LIMITS = { readBurst: 1, addressMultiple: 2 };
const PAGE: Route = { path: /^\/page$/, handle: () => textResponse('A page.') };

function open(rates = someRates(LIMITS)) {
  const free: Route = { path: /^\/free$/, handle: () => textResponse('Free.') };
  const { fetch, send } = openCounting(LIMITS, { rates, routes: [chargeReads(PAGE, rates), free] });
  const get = async (path: string, peer = HOME) => await fetch(new Request(`http://127.0.0.1:4000${path}`), { peer });
  return { get, send };
}

it('a page is a read of its address, together with its queries', async () => {
  const { get, send } = open();

  expect((await get('/page')).status).toBe(200);
  expect((await send('{ hello }')).status).toBe(200);

  const refused = await get('/page');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('10');
  expect(refused.headers.get('cache-control')).toBe('no-store');
  expect(await refused.text()).toBe('Too many requests in a short time. Try again in 10 seconds.\n');
  expect((await send('{ hello }')).status).toBe(429);
  expect((await get('/page', ELSEWHERE)).status).toBe(200);
});

it('other routes are not counted', async () => {
  const { get } = open();

  for (let time = 0; time < 5; time += 1) {
    expect((await get('/free')).status).toBe(200);
    expect((await get('/health')).status).toBe(200);
  }
});

it('without rates no page is refused', async () => {
  const { get } = open(NO_RATES);

  for (let time = 0; time < 5; time += 1) expect((await get('/page')).status).toBe(200);
});
