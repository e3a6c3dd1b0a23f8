// `npm start` in a clone: runs the source as it is at this moment. esbuild first makes one program of it, in a tenth of a
// second; a loader that finds and translates three hundred files one by one takes more than another second.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules/.cache/colloquy');
const DAY = 24 * 60 * 60 * 1_000; // milliseconds

const esbuild = await import('esbuild').catch(() => null);
if (esbuild === null) {
  console.error('`npm start` runs the source, which takes the development dependencies: run `npm install`.');
  console.error('Without them a build runs: `node dist/main.js`.');
  process.exit(1);
}

process.setSourceMapsEnabled(true); // a stack names the files of the source
await import(pathToFileURL(keep(await translate())).href);

async function translate() {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ['src/main.ts', ...findThreads()],
    entryNames: '[name]', // a thread is looked for beside the program that starts it
    outdir: join(CACHE, 'run'), // the depth of the folder that the files are kept in, for the sake of their source maps
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    sourcemap: true,
    logLevel: 'silent', // what is wrong is in the error
    write: false,
  });
  return outputFiles;
}

/** The files that run in threads of their own: the program names them, and does not import them. */
function findThreads() {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true });
  return files.filter((file) => file.endsWith('-worker.ts')).map((file) => join('src', file));
}

/** Keeps a program under the hash of its text, so that several starts do not write over each other; the file to run. */
function keep(files) {
  const hash = createHash('sha256');
  for (const { contents } of files) hash.update(contents);
  const directory = join(CACHE, `run-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(directory)) {
    removeOld();
    mkdirSync(CACHE, { recursive: true });
    const draft = mkdtempSync(join(CACHE, 'draft-'));
    for (const { path, contents } of files) writeFileSync(join(draft, basename(path)), contents);
    moveInto(directory, draft);
  }
  return join(directory, 'main.mjs');
}

function moveInto(directory, draft) {
  try {
    renameSync(draft, directory);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(directory)) throw error; // another start has made the same
  }
}

/** Not those of today: a service that was started from one may be running still. */
function removeOld() {
  const names = existsSync(CACHE) ? readdirSync(CACHE) : [];
  for (const directory of names.filter((name) => /^(run|draft)-/.test(name)).map((name) => join(CACHE, name))) {
    if (Date.now() - statSync(directory).mtimeMs > DAY) rmSync(directory, { recursive: true, force: true });
  }
}
