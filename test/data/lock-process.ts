// A process that takes locks on request: each line of its input is a directory, each line of its output an answer.
import { createInterface } from 'node:readline';
import { DataDirLockedError, lockDataDir } from '../../src/data/embedded/data-dir-lock.ts';

for await (const directory of createInterface({ input: process.stdin })) {
  try {
    await lockDataDir(directory);
    console.log('held');
  } catch (error) {
    if (!(error instanceof DataDirLockedError)) throw error;
    console.log(`refused for ${String(error.pid)}`);
  }
}
