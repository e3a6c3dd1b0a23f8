// Loaded into each server before its own code (`--import`): reports to the driver what the process uses.
import pg from 'pg';
import { answerQuestions } from '../shared/channel.ts';
import { cpuMicros, forgetPeak, peakBytes, restingBytes } from '../shared/process-usage.ts';

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

answerQuestions<ControlQuestions>({
  usage: () => ({ cpuMicros: cpuMicros(), statements }),
  restingBytes,
  forgetPeak() {
    forgetPeak();
    return null;
  },
  peakBytes,
});
process.channel?.unref();
