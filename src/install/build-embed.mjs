// Makes what pages load of `src/embed`: a small script for each element, and the parts that those load when they are needed.
// `src` and `dist` are for the service, `package` for the package `@colloquy/embed`.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, transformSync } from 'esbuild';
import { writeDeclarations, writeLicenses } from './describe-embed.mjs';

const ROOT = join(import.meta.dirname, '../..');
const target = process.argv[2] ?? 'src';
const isPackage = target === 'package';
const OUT = isPackage ? 'src/embed/dist' : join(target, 'generated/embed'); // beside the code that serves it

const TARGET = ['chrome123', 'firefox120', 'safari17.5']; // where `light-dark()` is known

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

// What is written for people travels without its blanks: templates, styles, and documents, which the service knows by their ids.
const thrift = {
  name: 'thrift',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]src[/\\](?:embed|sdk)[/\\].*\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8')
        .replace(/(?<=TypedDocumentString\(`)[^`]*/g, (text) =>
          text.replace(/\s+/g, ' ').replace(/ ?([{}():,!=]|\.{3}) ?/g, '$1'),
        )
        .replace(
          /(?<=STYLE = `)[^`$]*/g,
          // Values of custom properties are left as they are written.
          (text) => transformSync(text, { loader: 'css', minify: true, target: TARGET }).code.replace(/([:,]) /g, '$1'),
        )
        .replace(/\n[ \t]+/g, '\n')
        .replace(/(?<=\s)([a-z-]+)="([\w-]+)"(?=[\s>])/g, '$1=$2'), // code has no double quotes, templates have
    }));
  },
};

// The service checks what it is sent, and its own messages are believed: to check their shape here, too, takes 400 bytes.
const trust = {
  name: 'trust',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]graphql-ws[/\\]dist[/\\]common-\w+\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(/(function validateMessage\(val\) \{\n)[\s\S]*?(\n\}\n)/, '$1  return val;$2');
      if (contents === text) throw new Error('Expected `validateMessage` in graphql-ws, which this leaves out.');
      return { contents };
    });
  },
};

// Each of the browsers above has a `WebSocket`, by which the elements follow: the client's other transport would take 700 bytes.
const sockets = {
  name: 'sockets',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]src[/\\]sdk[/\\]transports[/\\]sse-transport\.ts$/ }, () => ({
      contents: `export { createWebSocketTransport as createSseTransport } from './websocket-transport.ts';`,
      resolveDir: join(ROOT, 'src/sdk/transports'),
      loader: 'ts',
    }));
  },
};

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
    target: TARGET,
    legalComments: 'none',
    sourcemap: false,
    logLevel: 'warning',
    metafile: true,
    define: { 'globalThis.customElements': 'undefined' }, // minidenticons would define an element of its own
    plugins: [sockets, thrift, trust],
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
