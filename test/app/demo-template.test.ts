import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { demoTemplate } from '../../src/app/demo/demo-template.ts';

test('the template of the demo is another one when any code of the service changes', () => {
  const code = someCode();
  const before = demoTemplate(code.directory);

  code.write('domain/post.ts', 'changed');

  expect(demoTemplate(code.directory).name).toBe(before.name);
  expect(demoTemplate(code.directory).key).not.toBe(before.key);
});

test('it is the same one when the SDK is generated', () => {
  const code = someCode();
  const before = demoTemplate(code.directory);

  code.write('sdk/generated/operations.ts', 'made');

  expect(demoTemplate(code.directory)).toEqual(before);
});

function someCode() {
  const directory = mkdtempSync(join(tmpdir(), 'colloquy-code-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  write('domain/post.ts', 'as it was');
  return { directory, write };
}
