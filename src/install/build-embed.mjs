// Makes what pages load of `src/embed`: a small script for each element, and the parts that those load when they are needed.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, transformSync } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');
const OUT = join(process.argv[2] ?? 'src', 'generated/embed'); // beside the code that serves it

const TARGET = ['chrome123', 'firefox120', 'safari17.5']; // where `light-dark()` is known

/** Templates and styles are texts to the minifier: their indentation, and what else a style can do without, is taken out here. */
const withSmallTexts = {
  name: 'with-small-texts',
  setup({ onLoad }) {
    onLoad({ filter: /src.embed.*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8').replaceAll(/\n +/g, '\n');
      return { contents: path.endsWith('style.ts') ? text.replace(/`([^`$]+)`;\n$/, minifyStyle) : text, loader: 'ts' };
    });
  },
};

function minifyStyle(_, style) {
  const { code } = transformSync(style, { loader: 'css', minify: true, target: TARGET });
  return `${JSON.stringify(code)};\n`;
}

rmSync(join(ROOT, OUT), { recursive: true, force: true });
// Each alone: what the desk shares with a discussion would else be one more file that every reader waits for.
for (const [name, entry] of [
  ['embed', 'src/embed/embed.ts'],
  ['count', 'src/embed/count.ts'],
  ['desk', 'src/embed/desk/desk.ts'],
]) {
  await build({
    absWorkingDir: ROOT,
    entryPoints: { [name]: entry },
    outdir: OUT,
    chunkNames: 'embed/[name]-[hash]', // under an address of their own, which browsers may keep for good
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: TARGET,
    legalComments: 'none',
    sourcemap: false,
    logLevel: 'warning',
    plugins: [withSmallTexts],
  });
}
