import { expect, test } from 'vitest';
import { createMetricsPage } from '../../src/pages/metrics.ts';

test('the live layer counts what it does, also after it was asked before', async () => {
  const counts = { subscribers: 3, executions: 5, deliveries: 10_000 };
  const page = createMetricsPage(counts);
  const request = new Request('http://127.0.0.1:4000/metrics');
  const read = async () => await (await page.handle(request, { params: {}, requestId: 'test' })).text();

  await read();
  counts.executions = 6;
  const text = await read();

  expect(text).toMatch(/^colloquy_live_streams 3$/m);
  expect(text).toMatch(/^colloquy_live_executions_total 6$/m);
  expect(text).toMatch(/^colloquy_live_deliveries_total 10000$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d/m);
});
