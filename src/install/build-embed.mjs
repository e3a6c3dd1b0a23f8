// Makes what pages load of `src/embed`: a small script for each element, and the parts that those load when they are needed.
// `src` and `dist` are for the service, `package` for the package `@colloquy/embed`.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { writeDeclarations, writeLicenses } from './describe-embed.mjs';

const ROOT = join(import.meta.dirname, '../..');
const target = process.argv[2] ?? 'src';
const isPackage = target === 'package';
const OUT = isPackage ? 'src/embed/dist' : join(target, 'generated/embed'); // beside the code that serves it

const SCRIPTS = isPackage
  ? [
      ['embed', 'src/embed/packed/embed.ts'],
      ['count', 'src/embed/packed/count.ts'],
    ]
  : [
      ['embed', 'src/embed/embed.ts'],
      ['count', 'src/embed/count.ts'],
      ['desk', 'src/embed/desk/desk.ts'],
    ];

rmSync(join(ROOT, OUT), { recursive: true, force: true });
const inputs = [];
// Each alone: what the desk shares with a discussion would else be one more file that every reader waits for.
for (const [name, entry] of SCRIPTS) {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { [name]: entry },
    outdir: OUT,
    chunkNames: 'embed/[name]-[hash]', // under an address of their own, which browsers may keep for good
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox120', 'safari17.5'], // where `light-dark()` is known
    legalComments: 'none',
    sourcemap: false,
    logLevel: 'warning',
    metafile: true,
  });
  inputs.push(...Object.keys(metafile.inputs));
}
if (isPackage) {
  await writeDeclarations(join(ROOT, 'src/embed/elements.ts'), join(ROOT, OUT, 'elements.d.ts'));
  writeLicenses(
    inputs.map((path) => join(ROOT, path)),
    join(ROOT, OUT, 'LICENSES.txt'),
  );
}
