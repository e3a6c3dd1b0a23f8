// What other software takes: it is well-formed, and comes back as it left.
import { readFileSync } from 'node:fs';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { exportDisqus } from '../../src/export/export-disqus.ts';
import { exportWordPress } from '../../src/export/export-wordpress.ts';
import { prepareDisqus } from '../../src/import/disqus/prepare-disqus.ts';
import { prepareWordPress } from '../../src/import/wordpress/prepare-wordpress.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aRandomLife } from '../harness/random-life.ts';
import { aFile, runImport } from '../import/harness.ts';

const SITE = 'https://talk.example';
const SEED = Number(process.env['LEAVE_SEED'] ?? Math.floor(Math.random() * 1_000_000));

const FORMS = {
  wordpress: { write: exportWordPress, prepare: prepareWordPress, sample: 'test/import/fixtures/harbour-gazette.xml' },
  disqus: { write: exportDisqus, prepare: prepareDisqus, sample: 'test/import/fixtures/harbour-disqus.xml' },
};

async function exported({ pool }: Database, form: keyof typeof FORMS): Promise<string> {
  let text = '';
  for await (const part of FORMS[form].write(pool, { site: SITE })) text += part;
  new SaxesParser({ xmlns: true }).write(text).close();
  return text;
}

for (const form of ['wordpress', 'disqus'] as const) {
  const [theirs, ours, lived, copy] = [
    await openTestDatabase(),
    await openTestDatabase(),
    await openTestDatabase(),
    await openTestDatabase(),
  ];
  const { prepare, sample } = FORMS[form];

  test(`a file of ${form} comes in, leaves, comes in again and leaves as the same`, async () => {
    await runImport(theirs, { file: await aFile(readFileSync(sample)), prepare });
    const first = await exported(theirs, form);

    const { isFaulty } = await runImport(ours, { file: await aFile(first), prepare });

    expect(isFaulty).toBe(false);
    expect(await exported(ours, form)).toBe(first);
  });

  test(`a random discussion leaves as ${form} and comes back (seed ${SEED})`, { timeout: 120_000 }, async () => {
    const api = openTestApi(lived, { sites: ['https://pages.example'] });
    const life = aRandomLife(api, lived, SEED);
    for (let step = 0; step < 150; step += 1) await life.step();
    const first = await exported(lived, form);

    const { isFaulty } = await runImport(copy, { file: await aFile(first), prepare });

    expect(isFaulty).toBe(false);
    expect(await exported(copy, form)).toBe(first);
  });
}
