// Loaded into each server before its own code (`--import`): tells the driver what the process uses. It touches nothing of the
// server's own, and counts no statements: a proxy does that, in a server that is not measured.
import { getHeapStatistics } from 'node:v8';
import { answerQuestions } from '../../shared/channel.ts';
import { cpuMicros, forgetPeak, peakBytes } from '../../shared/process-usage.ts';

export type ControlQuestions = {
  /** Microseconds of CPU since the start. */
  cpuMicros: { given: null; answer: number };
  /** Resets the peaks. */
  forgetPeaks: { given: null; answer: null };
  peaks: { given: null; answer: Peaks };
};

/** The most bytes since the reset. */
export interface Peaks {
  readonly resident: number;
  readonly heap: number;
}

const EVERY = 100; // milliseconds

let heap = 0;
const look = () => (heap = Math.max(heap, getHeapStatistics().used_heap_size));
setInterval(look, EVERY).unref();

answerQuestions<ControlQuestions>({
  cpuMicros,
  forgetPeaks() {
    forgetPeak();
    heap = 0;
    return null;
  },
  peaks() {
    look();
    return { resident: peakBytes(), heap };
  },
});
process.channel?.unref();
