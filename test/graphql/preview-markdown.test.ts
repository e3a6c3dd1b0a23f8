import { expect, test } from 'vitest';
import { anAccount, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const statements = countStatements(database);

const PREVIEW = `mutation ($input: PreviewMarkdownInput!) {
  previewMarkdown(input: $input) {
    __typename
    ... on PreviewMarkdownPayload { bodyHtml }
    ... on ValidationError { issues { path message } }
  }
}`;
const WRITE = `mutation ($input: CreateCommentInput!) {
  createComment(input: $input) { __typename ... on ValidationError { issues { path message } } }
}`;

async function preview(body: string, as = anAccount('ada')) {
  return (await api.data<{ previewMarkdown: object }, object>([PREVIEW, { input: { body } }, as])).previewMarkdown;
}

test.each(['*Hm.* <b>no</b> [a](https://example.org)', `# A title\n\n${'A long line. '.repeat(60)}`])(
  'a text is shown as the comment will be, and nothing is read or stored: %.20s',
  async (body) => {
    const { id: postId } = await aPost(api);
    const { comment } = await aComment(api, { postId, body });
    const { comment: whole } = await api.data<{ comment: { bodyHtml: string } }, object>([
      'query ($id: ID!) { comment(id: $id) { bodyHtml } }',
      { id: comment.id },
    ]);
    statements.reset();

    expect(await preview(body)).toEqual({ __typename: 'PreviewMarkdownPayload', bodyHtml: whole.bodyHtml });
    expect(statements.texts).toEqual([]);
  },
);

test.each(['', '&nbsp;', 'a'.repeat(10_001), '[a]('.repeat(2_400)])(
  'what a comment would be refused for is refused alike: %.10s',
  async (body) => {
    const { id: postId } = await aPost(api);
    const { createComment } = await api.data<{ createComment: object }, object>([WRITE, { input: { postId, body } }]);

    expect(createComment).toMatchObject({ __typename: 'ValidationError' });
    expect(await preview(body)).toEqual(createComment);
  },
);

test('guests preview nothing where they may not write', async () => {
  const closed = openTestApi(database, { hasGuests: false });

  expect(await closed.data([PREVIEW, { input: { body: 'Hm.' } }])).toMatchObject({
    previewMarkdown: { __typename: 'ForbiddenError' },
  });
});
