import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

// What a reader's browser loads, as it travels (issue 10, “Figures”).

const DIRECTORY = 'src/generated/embed';
const KB = 1_000; // bytes

function sizeOf(file: string): number {
  return gzipSync(readFileSync(join(DIRECTORY, file))).length;
}

it('is 3 KB at first, and 30 KB with everything for reading and writing', () => {
  const first = sizeOf('embed.js');
  const parts = readdirSync(join(DIRECTORY, 'embed')).filter((name) => name.endsWith('.js'));
  const needed = parts.filter((name) => !/^(de|desk)-/.test(name)); // another language, and what is for moderators

  expect(first).toBeLessThanOrEqual(3 * KB);
  expect(needed.length).toBeGreaterThan(0);
  expect(needed.reduce((sum, name) => sum + sizeOf(join('embed', name)), first)).toBeLessThanOrEqual(30 * KB);
});
