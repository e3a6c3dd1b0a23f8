import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const PACKAGE = 'colloquy';
const manifest = z.object({ name: z.string().optional(), version: z.string().optional() });

/** The directory of this package, wherever its code runs: from `src`, from `dist`, or from what `npm start` makes of `src`. */
export const PACKAGE_ROOT = findPackageRoot(import.meta.dirname);

/** The directory of the code that runs: what `npm start` runs is made of `src` at each start. */
export const CODE_ROOT = join(
  PACKAGE_ROOT,
  import.meta.dirname.startsWith(join(PACKAGE_ROOT, 'dist')) ? 'dist' : 'src',
);

export const PACKAGE_VERSION = readManifest(PACKAGE_ROOT).version ?? '';

function readManifest(directory: string) {
  return manifest.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')));
}

/**
 * Walks up from a directory to the package that it belongs to: no path depends on how deep a file stands.
 *
 * @throws {Error} when no directory above is the package's.
 */
function findPackageRoot(start: string): string {
  for (let directory = start; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json')) && readManifest(directory).name === PACKAGE) return directory;
    if (directory === dirname(directory)) throw new Error(`Expected ${start} to be inside the package "${PACKAGE}".`);
  }
}
