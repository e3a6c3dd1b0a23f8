// Numbers that a file may have and no column holds cost their line alone.
import { expect, test } from 'vitest';
import { openTestApi } from '../harness/api.ts';
import { anArchive, importText } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';

const [there, here] = [await openTestDatabase(), await openTestDatabase()];
const api = openTestApi(there);

test('an end of the queue and a count of reactions beyond measure are skipped, and the rest comes', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId });
  const { lines } = await anArchive(there);
  const count = { type: 'reactionCount', commentId: comment.id, kind: 'like', imported: 2_147_483_647 };
  const spoilt = lines.flatMap((line) => {
    if (line.type === 'site') return [{ ...line, moderationSeq: 2_147_483_648 }];
    return line.type === 'event' && line['seq'] === 1 ? [count, line] : [line];
  });

  const { counts, tally } = await importText(here, spoilt.map((line) => `${JSON.stringify(line)}\n`).join(''));

  expect(counts).toMatchObject({ comment: { added: 1 }, reactionCount: { skipped: 1 } });
  expect([...tally.reasons.keys()]).toContain('skipped: site: of another shape');
});
