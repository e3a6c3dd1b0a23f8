// A process that ends as the service does, by the fault that its first argument names.
import { openSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { endOnFault } from '../../src/app/end-on-fault.ts';

endOnFault(process, { logger: pino({ level: process.env['LOG_LEVEL'] ?? 'info' }, pino.destination(2)) });

const FAULTS: Readonly<Record<string, () => unknown>> = {
  exception: () => setImmediate(() => raise(new Error('it broke'))),
  rejection: () => void Promise.reject(new Error('it broke')),
  files: () => setImmediate(() => raise(outOfFiles())),
  memory: fillMemory,
};

FAULTS[process.argv[2] ?? '']?.();
setInterval(() => undefined, 1_000); // nothing but the fault ends it

function setImmediate(call: () => void): void {
  globalThis.setImmediate(call);
}

function raise(error: Error): never {
  throw error;
}

/** The error of opening more files than a process may. */
function outOfFiles(): Error {
  try {
    for (;;) openSync('/dev/null', 'r');
  } catch (error) {
    return error instanceof Error ? error : new Error('Expected an error.');
  }
}

async function fillMemory(): Promise<void> {
  const held: number[][] = [];
  for (;;) {
    held.push(Array.from({ length: 500_000 }, (_, n) => n + 0.5));
    await setTimeout(1);
  }
}
