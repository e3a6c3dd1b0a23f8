import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('`npm start` runs the source as it is at that moment, and its stacks name the lines of the source', async () => {
  const clone = aClone();

  clone.write("const said: string = 'one';\nconsole.log(said);\n");
  expect(await clone.start()).toMatchObject({ code: 0, out: 'one\n' });
  clone.write("const said: string = 'two';\nconsole.log(said);\n");
  expect(await clone.start()).toMatchObject({ code: 0, out: 'two\n' });
  clone.write("interface Unused {\n  readonly said: string;\n}\n\nthrow new Error('three');\n");
  expect(await clone.start()).toMatchObject({ code: 1, errors: expect.stringMatching(/three[^]*src\/main\.ts:5:/) });
});

test('`npm start` names the line at which the source cannot be read', async () => {
  const clone = aClone();
  clone.write('const = 1;\n');

  expect(await clone.start()).toMatchObject({ code: 1, errors: expect.stringContaining('src/main.ts:1:6') });
});

/** A clone whose program is what a test writes. */
function aClone() {
  const directory = mkdtempSync(join(tmpdir(), 'colloquy-start-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, 'src'));
  cpSync('src/start.mjs', join(directory, 'src/start.mjs'));
  mkdirSync(join(directory, 'node_modules'));
  for (const name of ['esbuild', '@esbuild']) {
    symlinkSync(resolve('node_modules', name), join(directory, 'node_modules', name));
  }

  return {
    write: (program: string) => writeFileSync(join(directory, 'src/main.ts'), program),
    start: () =>
      new Promise<{ code: unknown; out: string; errors: string }>((done) => {
        execFile(process.execPath, ['src/start.mjs'], { cwd: directory }, (error, out, errors) =>
          done({ code: error?.code ?? 0, out, errors }),
        );
      }),
  };
}
