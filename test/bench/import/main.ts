// How fast an import is, beside a bare COPY of the same rows into the same tables, and what it holds in memory.
//
//   npm run bench:import                                   18,000 comments of several paragraphs, 79 MB
//   npm run bench:import -- --plain --comments 200000      a few plain words each
//   npm run bench:import -- --comments 300000              1 GB: the memory
//   npm run bench:import -- --embedded                     into an embedded database; without COPY beside it
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { runOnServer, withDatabase } from '../../harness/database-template.ts';
import { describeMachine } from '../shared/machine.ts';
import { measureCopy } from './measure-copy.ts';
import { writeExport } from './write-export.ts';

const SERVER_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const IMPORT = fileURLToPath(new URL('import-process.ts', import.meta.url));
const LONGEST = 30 * 60_000; // milliseconds

interface Usage {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly comments: number;
  /** Resident, beyond what the process held before. */
  readonly bytes: number;
}

const { values } = parseArgs({
  options: {
    comments: { type: 'string', default: '18000' },
    plain: { type: 'boolean', default: false },
    embedded: { type: 'boolean', default: false },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'colloquy-bench-import-'));
const name = `colloquy_import_${randomUUID().slice(0, 8)}`;
try {
  const file = join(folder, 'export.xml');
  await writeExport(file, { comments: Number(values.comments), commentsPerPost: 100, isRich: !values.plain });
  const { size } = await stat(file);
  if (!values.embedded) await runOnServer(SERVER_URL, `CREATE DATABASE "${name}"`);
  const usage = await runImport(file);
  const rate = usage.comments / usage.seconds;
  console.log(describeMachine());
  console.log(`${(size / 1e6).toFixed(0)} MB, ${usage.comments} comments, ${values.plain ? 'plain words' : 'HTML'}`);
  console.log(
    `import   ${usage.seconds.toFixed(1)} s, ${rate.toFixed(0)} comments/s, ${usage.cpuSeconds.toFixed(1)} s of CPU, ${(usage.bytes / 2 ** 20).toFixed(0)} MiB beyond the start`,
  );
  if (!values.embedded) {
    const seconds = await measureCopy({ serverUrl: SERVER_URL, name, folder });
    console.log(
      `COPY     ${seconds.toFixed(1)} s, ${(usage.comments / seconds).toFixed(0)} comments/s: the import has ${(seconds / usage.seconds).toFixed(3)} of it`,
    );
  }
} finally {
  await runOnServer(SERVER_URL, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
}

async function runImport(file: string): Promise<Usage> {
  const target = values.embedded ? ['', join(folder, 'data')] : [withDatabase(SERVER_URL, name)];
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', IMPORT, file, ...target], {
    timeout: LONGEST,
  });
  return JSON.parse(stdout) as Usage;
}
