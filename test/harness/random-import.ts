// What only imports of other software bring: slugs that lead on, and votes without those who gave them.
import type { Database } from '../../src/data/database/database.ts';
import { prepareCommento } from '../../src/import/commento/prepare-commento.ts';
import { ImportError } from '../../src/import/import-error.ts';
import { prepareWordPress } from '../../src/import/wordpress/prepare-wordpress.ts';
import { aFile, anExport, anItem, runImport } from '../import/harness.ts';

/** @param n - a number that nothing was imported under before. */
export async function importSomething(database: Pick<Database, 'pool'>, { n }: { readonly n: number }): Promise<void> {
  const post = anItem({ id: n, slug: `%C3%BCber_${n}`, comments: [{ id: n, content: `Imported ${n}.` }] });
  const comment = {
    ...{ commentHex: `c${n}`, domain: 'pages.example', url: '/imported', commenterHex: 'anonymous', parentHex: 'root' },
    ...{ markdown: `Voted for, ${n}.`, score: 1 + (n % 3), state: 'approved', creationDate: '2021-03-12T11:21:56.5Z' },
  };
  try {
    await runImport(database, { file: await aFile(anExport(post)), prepare: prepareWordPress });
    const file = await aFile(JSON.stringify({ version: 1, comments: [comment], commenters: [] }));
    await runImport(database, { file, prepare: prepareCommento, voteKind: 'insightful' });
  } catch (error) {
    // Another life imports at this moment.
    if (!(error instanceof ImportError)) throw error;
  }
}
