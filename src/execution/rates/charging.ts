// The windows of the rates, each with what was taken out of it by one client and by one address.
import type { Limits } from '../../config/limits.ts';
import { RateLimitedError } from '../../errors/rate-limited-error.ts';
import type { Allowance, Client } from '../../session/rates.ts';
import type { CounterStore } from './counter-store.ts';
import { Meter } from './meter.ts';
import { listOwners, type Owner } from './owners.ts';
import type { Window } from './windows.ts';

export type Kind = Window['of'];

interface MeteredWindow extends Window {
  readonly ofOne: Meter;
  readonly ofAddress: Meter;
}

type Points = Partial<Readonly<Record<Kind, number>>>;

const MESSAGES: Readonly<Record<Kind, string>> = {
  reads: 'Too many operations in a short time.',
  cost: 'The operations of a short time ask for too much.',
  writes: 'Too many writes in a short time.',
  faulty: 'Too many faulty documents in a short time.',
};

export function meter(
  window: Window,
  { limits, store }: { readonly limits: Limits; readonly store: CounterStore },
): MeteredWindow {
  const { name, points } = window;
  const counter = (suffix: string, multiple: number) =>
    new Meter(store.createCounter({ ...window, name: `${name}:${suffix}`, points: points * multiple }));
  return { ...window, ofOne: counter('one', 1), ofAddress: counter('address', limits.addressMultiple) };
}

/** Takes points out of every window that counts them, for every owner; or, where any has too few left, out of none. */
export async function take(windows: readonly MeteredWindow[], client: Client, points: Points): Promise<void> {
  const charges = listCharges(windows, client, points);
  requireAnyLeft(charges);
  const waits = await Promise.all(charges.map(({ meter: one, key, amount }) => one.take(key, amount)));
  const longest = Math.max(0, ...waits);
  if (longest === 0) return;

  // An office must not pay for the one in it who was refused.
  await Promise.all(charges.map(({ meter: one, key, amount }) => one.giveBack(key, amount)));
  throw refuse(charges[waits.indexOf(longest)]?.window, longest);
}

interface Charge {
  readonly window: MeteredWindow;
  readonly meter: Meter;
  readonly key: string;
  readonly amount: number;
}

export function listCharges(windows: readonly MeteredWindow[], client: Client, points: Points): readonly Charge[] {
  const owners = listOwners(client);
  return windows.flatMap((window) => {
    const amount = points[window.of] ?? 0;
    return amount === 0
      ? []
      : owners.map((owner) => ({ window, key: owner.key, meter: meterOf(window, owner), amount }));
  });
}

/** Refuses by what is known here, which asks no store. */
export function requireAnyLeft(charges: readonly Charge[]): void {
  for (const { window, key, meter: spent } of charges) {
    const wait = spent.waitOf(key);
    if (wait > 0) throw refuse(window, wait);
  }
}

function meterOf({ ofOne, ofAddress }: MeteredWindow, { isAddress }: Owner): Meter {
  return isAddress ? ofAddress : ofOne;
}

function refuse(window: Window | undefined, waitMs: number): RateLimitedError {
  return new RateLimitedError(MESSAGES[window?.of ?? 'reads'], { waitMs });
}

/** Of the windows that count the same, for whomever they count it, the one that has the least left. */
export async function findAllowance(
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
