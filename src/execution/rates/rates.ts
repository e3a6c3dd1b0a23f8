// How much a client may do in a time: asked before anything is executed, at both doors.
import { OperationTypeNode } from 'graphql';
import type { Limits } from '../../config/limits.ts';
import type { Client, ClientRates } from '../../session/rates.ts';
import { isNobody } from '../../session/session.ts';
import { resolveOperation } from '../documents/documents.ts';
import type { OperationRequest } from '../operation.ts';
import type { CounterStore } from './counter-store.ts';
import { findAllowance, listCharges, meter, requireAnyLeft, take, type Kind } from './charging.ts';
import { listWrites, type Write } from './list-writes.ts';
import { listOwners } from './owners.ts';
import { Streams, type StreamLease } from './streams.ts';
import { createTextClaims } from './text-claims.ts';
import { listWindows } from './windows.ts';

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
  /**
   * Asks, before a new document is looked at, whether too many of its client's were refused.
   *
   * @throws {RateLimitedError}
   */
  requireFewFaulty(client: Client): void;
  /** Counts an operation that was refused for its document, as a read too: looking at it took its time. */
  countRefused(client: Client): Promise<void>;
  /** Counts a page as a read. @throws {RateLimitedError} */
  chargeRead(client: Client): Promise<void>;
  /**
   * Counts the price of a subscription's events for as long as it is open.
   *
   * @returns how to give it back; null where nothing is counted.
   * @throws {RateLimitedError}
   */
  hold(client: Client, eventPrice: number): StreamLease | null;
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
  requireFewFaulty: () => undefined,
  countRefused: () => Promise.resolve(),
  chargeRead: () => Promise.resolve(),
  hold: () => null,
  findStatus: () => Promise.resolve(null),
  claimText: () => Promise.resolve(() => {}),
});

export function createRates({ limits, store, isRetry }: RatesOptions): Rates {
  const windows = listWindows(limits).map((window) => meter(window, { limits, store }));
  const claims = createTextClaims({ limits, store });
  const streams = new Streams(limits);

  async function chargeWrites(client: Client, writes: readonly Write[]): Promise<number> {
    const keyed = writes.filter(hasKey);
    if (keyed.length === 0 || isNobody(client.identity)) return writes.length;

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
    requireFewFaulty(client) {
      requireAnyLeft(listCharges(windows, client, { faulty: 1 }));
    },
    async countRefused(client) {
      // It is refused already. Each by itself: where one is spent, none of a charge is taken.
      await Promise.allSettled([take(windows, client, { faulty: 1 }), take(windows, client, { reads: 1 })]);
    },
    chargeRead: async (client) => await take(windows, client, { reads: 1 }),
    hold: (client, eventPrice) => streams.hold(client, eventPrice),
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

function hasKey(write: Write): write is Write & { readonly clientMutationId: string } {
  return write.clientMutationId !== null;
}
