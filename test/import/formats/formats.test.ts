import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readImportCall } from '../../../src/cli/import/import-arguments.ts';
import { prepareCommento } from '../../../src/import/commento/prepare-commento.ts';
import { prepareCoral } from '../../../src/import/coral/prepare-coral.ts';
import { prepareDisqus } from '../../../src/import/disqus/prepare-disqus.ts';
import { chooseFormat } from '../../../src/app/transfers/import-formats.ts';
import { prepareIsso } from '../../../src/import/isso/prepare-isso.ts';
import { prepareRemark42 } from '../../../src/import/remark42/prepare-remark42.ts';
import { prepareWordPress } from '../../../src/import/wordpress/prepare-wordpress.ts';
import { aFile, anExport } from '../harness.ts';

it.each([
  ['WordPress', anExport(''), prepareWordPress],
  ['other XML', '<html></html>', prepareWordPress],
  ['Disqus', '\n<?xml version="1.0"?>\n<disqus xmlns="http://disqus.com">', prepareDisqus],
  ['Remark42', '{"version":1,"users":[],"posts":[]}\n{"id":"1"}', prepareRemark42],
  ['a part of a backup of Remark42', '{"id":"1","locator":{"url":"https://a.example"}}\n', prepareRemark42],
  ['Commento', '{\n "version": 1,\n "comments": [\n', prepareCommento],
  ['Commento without comments', '{"version":1,"commenters":[]}', prepareCommento],
  ['Isso', ' [{"id": "/a", "title": "A", "comments": []}]', prepareIsso],
  ['Coral', 'c1,a1,s1,2018-02-03T05:00:00Z,"Words, words",,APPROVED,\n', prepareCoral],
])('recognises %s by its beginning, compressed or not', async (_, text, prepare) => {
  expect((await chooseFormat(await aFile(text), null)).prepare).toBe(prepare);
  expect((await chooseFormat(await aFile(gzipSync(text)), null)).prepare).toBe(prepare);
});

it('believes who names a format, and refuses what begins as none', async () => {
  const file = await aFile('Dear diary');

  expect((await chooseFormat(file, 'isso')).prepare).toBe(prepareIsso);
  await expect(chooseFormat(file, null)).rejects.toThrow('name it with --format (disqus, wordpress,');
});

it('takes the name of a format on the command line, and no other name', () => {
  expect(readImportCall(['a.json', '--format', 'isso'])).toMatchObject({ kind: 'import', format: 'isso' });
  expect(readImportCall(['a.json'])).toMatchObject({ kind: 'import', format: null });
  expect(readImportCall(['a.json', '--format', 'issue'])).toEqual({
    kind: 'misuse',
    message: '--format "issue" is none of disqus, wordpress, remark42, commento, isso, coral',
  });
});
