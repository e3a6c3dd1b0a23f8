import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Below node_modules, so that packages are found from there.
const OUT = fileURLToPath(new URL('../../../node_modules/.cache/colloquy-bench/', import.meta.url));

/**
 * Compiles programs of a benchmark, as the service is: no contestant has a loader.
 *
 * @param programs their names, and their sources below `room`.
 * @returns the paths of the results.
 */
export async function compile<Name extends string>(
  room: URL,
  programs: Readonly<Record<Name, string>>,
): Promise<Readonly<Record<Name, string>>> {
  const out = `${OUT}${/([^/]+)\/$/.exec(room.pathname)?.[1]}/`;
  await build({
    entryPoints: programs,
    absWorkingDir: fileURLToPath(room),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const paths: Record<string, string> = {};
  for (const name in programs) paths[name] = `${out}${name}.mjs`;
  return paths as Record<Name, string>; // it has the same names
}

/** Builds the service into `dist`. */
export function buildService(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
