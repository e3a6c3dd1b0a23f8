// What this process uses, for the driver that asks it.
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** User and system time of the process since its start. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Resident bytes after a garbage collection. */
export async function restingBytes(): Promise<number> {
  for (let pass = 0; pass < 3; pass += 1) {
    collect();
    await setTimeout(200); // milliseconds: freed pages are returned to the system in the background
  }
  return process.memoryUsage.rss();
}

/** Resets the peak that {@link peakBytes} reads. */
export function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Only Linux has it.
  }
}

/** The largest number of resident bytes since the reset, or since the start on systems that cannot reset it. */
export function peakBytes(): number {
  try {
    const [, kibibytes = ''] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kibibytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** Collects as thoroughly as when memory runs out, so that only what is in use remains. */
function collect(): void {
  const gc: unknown = Reflect.get(globalThis, 'gc');
  if (typeof gc !== 'function') throw new Error('Expected --expose-gc.');
  Reflect.apply(gc, null, [{ type: 'major', execution: 'sync', flavor: 'last-resort' }]);
}
