// Takes out of node_modules what nothing here reads: `node src/install/prune-modules.mjs node_modules` for the image, where the
// program runs and nobody develops; after an install in a clone only Prisma's compilers for other databases.
import { readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

// The generated client imports `query_compiler_fast_bg.postgresql` and nothing else of these: see src/generated/prisma.
const FOREIGN_COMPILER = /^query_compiler_(small_bg\.|fast_bg\.(?!postgresql\.))/;

/** What describes a package, or another form of what is there already. */
const UNREAD = [
  /\.(map|[cm]?ts|flow)$/,
  /[/](?!licen[cs]e|notice|copying)[^/]*\.(md|markdown)$/i,
  // Twins for CommonJS of modules that are imported here.
  /[/]@prisma[/]client[/]runtime[/].*(wasm-base64\.js|wasm-compiler-edge\.m?js)$/,
  /[/]@graphql-yoga[/]render-graphiql[/]cjs[/]/,
  /[/]@electric-sql[/]pglite[/]dist[/].*\.cjs$/,
  // PostgreSQL's extensions: the migrations use none.
  /[/]@electric-sql[/]pglite[/]dist[/].*\.tar\.gz$/,
  // The same modules for bundlers.
  /[/]@opentelemetry[/][^/]+[/]build[/](esm|esnext)[/]/,
  /[/]node_modules[/]@types[/]/,
  /[/]node_modules[/](@[^/]+[/])?[^/]+[/](tests?|__tests__|docs|examples?|bench|benchmarks?|coverage|\.github)[/]/,
];

/** Prisma brings a compiler of queries for each database, twice: 75 MB for those that are not PostgreSQL. */
export function removeForeignCompilers(modules) {
  remove(
    ['@prisma/client/runtime', 'prisma/build']
      .flatMap((directory) => listFiles(join(modules, directory)))
      .filter((file) => FOREIGN_COMPILER.test(basename(file))),
  );
}

/** Leaves what runs, and licences. */
export function pruneForImage(modules) {
  removeForeignCompilers(modules);
  remove(listFiles(modules).filter((file) => UNREAD.some((pattern) => pattern.test(`/${file.replaceAll(sep, '/')}`))));
}

function listFiles(directory) {
  if (statSync(directory, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** Removes files, and the folders that they leave empty. */
function remove(files) {
  for (const file of files) {
    rmSync(file);
    for (let folder = dirname(file); readdirSync(folder).length === 0; folder = dirname(folder)) rmdirSync(folder);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , modules] = process.argv;
  if (modules === undefined)
    throw new Error('Expected the directory of the modules: src/install/prune-modules.mjs node_modules');
  pruneForImage(modules);
}
