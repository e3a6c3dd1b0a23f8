// How much a client may do in a time: asked before anything is executed, at both doors.
import { OperationTypeNode } from 'graphql';
import type { Limits } from '../../config/limits.ts';
import { RateLimitedError } from '../../errors/rate-limited-error.ts';
import type { Allowance, Client, ClientRates } from '../../session/rates.ts';
import { resolveOperation } from '../documents/documents.ts';
import type { OperationRequest } from '../operation.ts';
import type { CounterStore } from './counter-store.ts';
import { listWrites, type Write } from './list-writes.ts';
import { Meter } from './meter.ts';
import { listOwners, type Owner } from './owners.ts';
import { createTextClaims } from './text-claims.ts';
import { listWindows, type Window } from './windows.ts';

/** An operation as it is charged. */
interface Chargeable extends OperationRequest {
  /** What it costs, in objects that it can return. */
  readonly price: number;
}

export interface Rates extends ClientRates {
  /**
   * Counts an operation: a query or a subscription as a read, each root field of a mutation as a write, or as a read where
   * it repeats an earlier one. The look for an earlier one is a read for each key, whether or not there is one. What a rate refuses
   * is not counted, except for those reads.
   *
   * @throws {RateLimitedError}
   */
  charge(client: Client, request: Chargeable): Promise<void>;
}

interface RatesOptions {
  readonly limits: Limits;
  readonly store: CounterStore;
  /** Whether the client has written under a key before, so that nothing will be written now. */
  readonly isRetry: IsRetry;
}

export type IsRetry = (
  client: Client,
  write: { readonly mutation: string; readonly clientMutationId: string },
) => Promise<boolean>;

/** No rates: for who has them in a gateway, and for benchmarks. */
export const NO_RATES: Rates = Object.freeze({
  charge: () => Promise.resolve(),
  findStatus: () => Promise.resolve(null),
  claimText: () => Promise.resolve(() => {}),
});

type Kind = Window['of'];

interface MeteredWindow extends Window {
  readonly ofOne: Meter;
  readonly ofAddress: Meter;
}

type Points = Partial<Readonly<Record<Kind, number>>>;

const MESSAGES: Readonly<Record<Kind, string>> = {
  reads: 'Too many operations in a short time.',
  cost: 'The operations of a short time ask for too much.',
  writes: 'Too many writes in a short time.',
};

export function createRates({ limits, store, isRetry }: RatesOptions): Rates {
  const windows = listWindows(limits).map((window) => meter(window, { limits, store }));
  const claims = createTextClaims({ limits, store });

  async function chargeWrites(client: Client, writes: readonly Write[]): Promise<number> {
    const keyed = writes.filter(hasKey);
    const { account, voiceHash } = client.identity;
    if (keyed.length === 0 || (account === null && voiceHash === null)) return writes.length;

    // The look-up is a read of its own, or a client could ask for any number of them with keys that it never used.
    await take(windows, client, { reads: keyed.length });
    const retries = await Promise.all(keyed.map(async (write) => await isRetry(client, write)));
    return writes.length - retries.filter(Boolean).length;
  }

  return {
    async charge(client, request) {
      if (listOwners(client).length === 0) return;
      const operation = resolveOperation(request.document, request.operationName);
      const cost = Math.ceil(request.price);
      const writes = operation.operation === OperationTypeNode.MUTATION ? listWrites(operation, request) : [];
      if (writes.length === 0) await take(windows, client, { reads: 1, cost });
      else await take(windows, client, { writes: await chargeWrites(client, writes), cost });
    },
    async findStatus(client, now) {
      const owners = listOwners(client);
      if (owners.length === 0) return null;
      const find = async (kind: Kind) => await findAllowance(windows, { owners, kind, now });
      const [reads, cost, writes] = await Promise.all([find('reads'), find('cost'), find('writes')]);
      return { reads, cost, writes };
    },
    claimText: claims,
  };
}

function meter(window: Window, { limits, store }: Pick<RatesOptions, 'limits' | 'store'>): MeteredWindow {
  const { name, points } = window;
  const counter = (suffix: string, multiple: number) =>
    new Meter(store.createCounter({ ...window, name: `${name}:${suffix}`, points: points * multiple }));
  return { ...window, ofOne: counter('one', 1), ofAddress: counter('address', limits.addressMultiple) };
}

/** Takes points out of every window that counts them, for every owner; or, where any has too few left, out of none. */
async function take(windows: readonly MeteredWindow[], client: Client, points: Points): Promise<void> {
  const owners = listOwners(client);
  const charges = windows.flatMap((window) => {
    const amount = points[window.of] ?? 0;
    return amount === 0
      ? []
      : owners.map((owner) => ({ window, key: owner.key, meter: meterOf(window, owner), amount }));
  });
  for (const { window, key, meter: spent } of charges) {
    const wait = spent.waitOf(key);
    if (wait > 0) throw refuse(window, wait);
  }

  const waits = await Promise.all(charges.map(({ meter: one, key, amount }) => one.take(key, amount)));
  const longest = Math.max(0, ...waits);
  if (longest === 0) return;

  // An office must not pay for the one in it who was refused.
  await Promise.all(charges.map(({ meter: one, key, amount }) => one.giveBack(key, amount)));
  throw refuse(charges[waits.indexOf(longest)]?.window, longest);
}

function meterOf({ ofOne, ofAddress }: MeteredWindow, { isAddress }: Owner): Meter {
  return isAddress ? ofAddress : ofOne;
}

function refuse(window: Window | undefined, waitMs: number): RateLimitedError {
  return new RateLimitedError(MESSAGES[window?.of ?? 'reads'], { waitMs });
}

/** Of the windows that count the same, for whomever they count it, the one that has the least left. */
async function findAllowance(
  windows: readonly MeteredWindow[],
  { owners, kind, now }: { owners: readonly Owner[]; kind: Kind; now: Date },
): Promise<Allowance> {
  const meters = windows
    .filter((window) => window.of === kind)
    .flatMap((window) => owners.map((owner) => ({ key: owner.key, meter: meterOf(window, owner) })));
  const allowances = await Promise.all(
    meters.map(async ({ key, meter: one }) => {
      const { remaining, resetMs } = await one.read(key);
      return { limit: one.limit, remaining, resetAt: new Date(now.getTime() + resetMs) };
    }),
  );
  return allowances.reduce((least, other) => (other.remaining < least.remaining ? other : least));
}

function hasKey(write: Write): write is Write & { readonly clientMutationId: string } {
  return write.clientMutationId !== null;
}
