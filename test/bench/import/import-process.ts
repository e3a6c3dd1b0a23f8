// Imports one file into one database, and prints what that took as a line of JSON.
import { openDatabase } from '../../../src/data/database/database.ts';
import { migrate, MIGRATIONS } from '../../../src/data/database/migrate.ts';
import { importFiles } from '../../../src/import/import-files.ts';
import { prepareWordPress } from '../../../src/import/wordpress/prepare-wordpress.ts';
import { cpuMicros, peakBytes } from '../shared/process-usage.ts';

const [file = '', databaseUrl = '', dataDir = ''] = process.argv.slice(2);
const database = await openDatabase({
  ...{ databaseUrl: databaseUrl || null, dataDir, onError: (error) => console.error(error), poolSize: 2 },
});
await migrate(database.pool, { directory: MIGRATIONS });
const resting = process.memoryUsage.rss();
const cpu = cpuMicros();
const began = performance.now();
const { taken } = await importFiles([file], {
  prepare: prepareWordPress,
  open: () => Promise.resolve({ pool: database.pool, close: () => Promise.resolve() }),
  ...{ isDryRun: false, isStrict: false, site: null, maxReplyDepth: 500, signal: new AbortController().signal },
  ...{ onProgress: () => undefined, onWarning: () => undefined, onRemark: () => undefined },
});
const seconds = (performance.now() - began) / 1000;
const usage = {
  seconds,
  cpuSeconds: (cpuMicros() - cpu) / 1e6,
  comments: taken.comments,
  bytes: peakBytes() - resting,
};
process.stdout.write(`${JSON.stringify(usage)}\n`);
await database.close();
