// Loaded into each server before its own code (`--import`): reports to the driver what the process uses.
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { answerQuestions } from './channel.ts';

export type ControlQuestions = {
  /** Microseconds of CPU and statements since the start. */
  usage: { given: null; answer: Usage };
  /** Resident bytes after a garbage collection. */
  restingBytes: { given: null; answer: number };
  /** Resets the peak. */
  forgetPeak: { given: null; answer: null };
  /** The largest number of resident bytes since the reset, or since the start on systems that cannot reset it. */
  peakBytes: { given: null; answer: number };
};

export interface Usage {
  readonly cpuMicros: number;
  readonly statements: number;
}

const TRANSACTION_CONTROL = /^\s*(BEGIN|COMMIT|ROLLBACK)\b/i;
let statements = 0;

const query: unknown = Reflect.get(pg.Client.prototype, 'query');
Reflect.set(pg.Client.prototype, 'query', function (this: pg.Client, ...args: unknown[]): unknown {
  const text = typeof args[0] === 'string' ? args[0] : String(Reflect.get(Object(args[0]), 'text'));
  if (!TRANSACTION_CONTROL.test(text)) statements += 1;
  return Reflect.apply(query as (...args: unknown[]) => unknown, this, args);
});

/** Collects as thoroughly as when memory runs out, so that only what is in use remains. */
function collect(): void {
  const gc: unknown = Reflect.get(globalThis, 'gc');
  if (typeof gc !== 'function') throw new Error('Expected --expose-gc.');
  Reflect.apply(gc, null, [{ type: 'major', execution: 'sync', flavor: 'last-resort' }]);
}

answerQuestions<ControlQuestions>({
  usage() {
    const { user, system } = process.cpuUsage();
    return { cpuMicros: user + system, statements };
  },
  async restingBytes() {
    for (let pass = 0; pass < 3; pass += 1) {
      collect();
      await setTimeout(200); // milliseconds: freed pages are returned to the system in the background
    }
    return process.memoryUsage.rss();
  },
  forgetPeak() {
    try {
      writeFileSync('/proc/self/clear_refs', '5');
    } catch {
      // Only Linux has it.
    }
    return null;
  },
  peakBytes() {
    try {
      const [, kibibytes = ''] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
      return Number(kibibytes) * 1024;
    } catch {
      return process.resourceUsage().maxRSS * 1024;
    }
  },
});
process.channel?.unref();
