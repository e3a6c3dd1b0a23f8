import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CODE_ROOT } from '../../config/package-root.ts';
import { CachedPage } from '../cached-page.ts';
import type { Route } from '../route.ts';

const DIRECTORY = join(CODE_ROOT, 'generated/embed');

const HEADERS = {
  'content-type': 'text/javascript; charset=utf-8',
  // Modules are read by pages of every origin: there is nothing in them that is anybody's own.
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** The scripts that put a discussion on the page of somebody else. */
export function createEmbedScripts(): Route[] {
  const loaders = readScripts(DIRECTORY, { 'cache-control': 'public, max-age=300, stale-while-revalidate=86400' });
  // Their names change with their text.
  const parts = readScripts(join(DIRECTORY, 'embed'), { 'cache-control': 'public, max-age=31536000, immutable' });
  const answer = (pages: ReadonlyMap<string, CachedPage>, path: RegExp): Route[] =>
    [...pages].map(([name, page]) => ({
      path: new RegExp(path.source.replace('NAME', name.replace('.', '\\.'))),
      handle: (request) => page.answer(request),
    }));
  return [...answer(loaders, /^\/NAME$/), ...answer(parts, /^\/embed\/NAME$/)];
}

function readScripts(directory: string, kept: Readonly<Record<string, string>>): ReadonlyMap<string, CachedPage> {
  const names = readdirSync(directory).filter((name) => name.endsWith('.js'));
  return new Map(
    names.map((name) => {
      const read = async () => await readFile(join(directory, name), 'utf8');
      return [name, new CachedPage(read, { ...HEADERS, ...kept })];
    }),
  );
}
