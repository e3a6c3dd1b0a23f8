import { setImmediate as nextTurn } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { createTextClaims } from '../../src/execution/rates/text-claims.ts';
import { NOBODY } from '../../src/session/session.ts';
import { HOME } from './rates-harness.ts';

const GUEST = { identity: { ...NOBODY, voiceHash: 'a voice' }, address: HOME };

function openClaims() {
  const counters: RateLimiterMemory[] = [];
  const claim = createTextClaims({
    limits: DEFAULT_LIMITS,
    store: {
      createCounter({ name, points, seconds }) {
        const counter = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
        counters.push(counter);
        return counter;
      },
      close: () => Promise.resolve(),
    },
  });
  const [once, often] = counters;
  if (!once || !often) throw new Error('Expected two counters.');
  return {
    claim: (clientMutationId: string | null = null) => claim(GUEST, { text: 'A text.', clientMutationId }),
    once,
    often,
  };
}

test('a claim that cannot be given back fails nobody', async () => {
  const { claim, once, often } = openClaims();
  for (const counter of [once, often]) vi.spyOn(counter, 'reward').mockRejectedValue(new Error('away'));
  const forget = await claim();

  forget();
  await nextTurn(); // an unhandled rejection would fail the run
});

test('a text whose key was counted longer than the text itself is claimed', async () => {
  const { claim, once, often } = openClaims();
  const forget = await claim('key');
  forget();
  await nextTurn();
  const { consume } = once;
  vi.spyOn(once, 'consume').mockImplementationOnce(consume.bind(once)).mockRejectedValue(new RateLimiterRes());

  await expect(claim('key')).resolves.toBeTypeOf('function');
  expect(often).toBeDefined();
});

test('what was claimed is given back where the key cannot be counted', async () => {
  const { claim, once } = openClaims();
  const count = vi.spyOn(once, 'penalty').mockRejectedValue(new Error('away'));

  await expect(claim('key')).rejects.toThrow('away');

  count.mockRestore();
  await expect(claim()).resolves.toBeTypeOf('function');
});
