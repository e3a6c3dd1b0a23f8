import type { Keeper } from '../../model/keeper.ts';

const MOST = 6; // reasons

/** Puts a reason first among those that were given last. */
export function rememberReason(reasons: readonly string[], reason: string): readonly string[] {
  return reason === '' ? reasons : [reason, ...reasons.filter((one) => one !== reason)].slice(0, MOST);
}

export function readReasons(keeper: Keeper): readonly string[] {
  return (keeper.read('reasons') ?? '').split('\n').filter((reason) => reason !== '');
}

export function keepReasons(keeper: Keeper, reasons: readonly string[]): void {
  keeper.keep('reasons', reasons.map((reason) => reason.replaceAll(/\s+/g, ' ')).join('\n'));
}
