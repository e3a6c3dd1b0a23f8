// After a fault that nobody foresaw nothing is known of the process: it says one line and ends, so that whatever supervises it starts
// another. Subscribers resume from their cursors, and what was acknowledged is in the database.
import { close, open } from 'node:fs';
import { versions as nodeVersions } from 'node:process';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { inspect } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import type { Logger } from 'pino';
import { errorCode } from '../data/database/database-error.ts';

/** As sysexits.h has them: a fault of the program, and a system that has nothing left to give. */
const SOFTWARE = 70;
const NOTHING_LEFT = 71;

const FULL = 0.95; // of the old generation, when all that nobody holds was collected: V8 aborts a little later
/** What V8 adds to the limit for the young generation, in bytes. */
const YOUNG = (Number.parseInt(nodeVersions.node) >= 23 ? 192 : 48) * 1024 * 1024;
const LOOK_EVERY = 5_000; // 5 seconds
const LOOKS = 3; // 10 seconds: a flood of connections that say nothing is over by then

/** The part of `process` that faults come to. */
interface Failing {
  on(name: 'uncaughtException', listener: (error: Error, origin: string) => void): unknown;
  readonly stderr: { write(text: string): unknown };
  exit(code: number): void;
}

/** Ends the process with a line of the log and an exit code at whatever it cannot work on after. */
export function endOnFault(process: Failing, { logger }: { logger: Logger }): void {
  const end = (text: string, { error, code }: { error?: unknown; code: number }) => {
    // Also where the log is silent: no process should end without a word.
    if (logger.isLevelEnabled('fatal')) logger.fatal({ ...(error !== undefined && { err: error }), code }, text);
    else process.stderr.write(`${text} ${error === undefined ? '' : inspect(error)}\n`);
    process.exit(code);
  };

  process.on('uncaughtException', (error, origin) => {
    const { text, code } = explain(error, origin);
    end(text, { error, code });
  });
  watchHeap(() => end('the memory is full: raise --max-old-space-size, or run more instances', { code: NOTHING_LEFT }));
  watchFiles((error) => end(NO_FILES, { error, code: NOTHING_LEFT }));
}

const NO_FILES = 'no file or connection can be opened any more: raise the limit on open files (`ulimit -n`)';

function explain(error: unknown, origin: string): { text: string; code: number } {
  if (isOutOfFiles(error)) return { text: NO_FILES, code: NOTHING_LEFT };
  if (isOutOfMemory(error)) return { text: 'the system has no memory left', code: NOTHING_LEFT };
  const what = origin === 'unhandledRejection' ? 'a rejection that nobody handled' : 'an exception that nobody caught';
  return { text: `${what} ends the process`, code: SOFTWARE };
}

function isOutOfFiles(error: unknown): boolean {
  return ['EMFILE', 'ENFILE'].includes(errorCode(error) ?? '');
}

function isOutOfMemory(error: unknown): boolean {
  if (['ENOMEM', 'ERR_MEMORY_ALLOCATION_FAILED'].includes(errorCode(error) ?? '')) return true;
  return error instanceof RangeError && /allocation failed|out of memory/i.test(error.message);
}

/** Where the heap is full, V8 aborts the process, which can log nothing then. A single very large allocation is not noticed here. */
function watchHeap(onFull: () => void): void {
  new PerformanceObserver((list) => {
    if (!list.getEntries().some(isMajor)) return;
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    if (used > (limit - YOUNG) * FULL) onFull();
  }).observe({ entryTypes: ['gc'] });
}

function isMajor(entry: object): boolean {
  const detail = 'detail' in entry ? entry.detail : null;
  return (
    typeof detail === 'object' &&
    detail !== null &&
    'kind' in detail &&
    detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR
  );
}

/** The system closes connections beyond the limit before Node hears of them: only trying tells. */
function watchFiles(onNone: (error: unknown) => void): void {
  let failures = 0;
  const look = () => {
    open(import.meta.filename, (error, file) => {
      if (error === null) close(file);
      failures = isOutOfFiles(error) ? failures + 1 : 0;
      if (failures >= LOOKS) onNone(error);
    });
  };
  setInterval(look, LOOK_EVERY).unref();
}
