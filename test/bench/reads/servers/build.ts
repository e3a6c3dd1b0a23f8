import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PROGRAMS = {
  control: 'servers/control.ts',
  client: 'client/client-process.ts',
  limit: 'servers/limit-server.ts',
  stock: 'servers/stock-server.ts',
};

export type Built = Readonly<Record<keyof typeof PROGRAMS, string>>;

// Below node_modules, so that packages are found from there.
const OUT = fileURLToPath(new URL('../../../../node_modules/.cache/colloquy-bench/', import.meta.url));

/** Compiles the programs, as the service is: no contestant has a loader. @returns the paths of the results. */
export async function buildPrograms(): Promise<Built> {
  const room = fileURLToPath(new URL('..', import.meta.url));
  await build({
    entryPoints: PROGRAMS,
    absWorkingDir: room,
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const pathOf = (name: string) => `${OUT}${name}.mjs`;
  return { control: pathOf('control'), client: pathOf('client'), limit: pathOf('limit'), stock: pathOf('stock') };
}
