import { expect, test } from 'vitest';
import { anAccount, openTestApi } from '../harness/api.ts';
import { readContract } from '../harness/contract.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment } from '../harness/fixtures.ts';

const api = openTestApi(await openTestDatabase());
const ada = anAccount('ada', 'AUTHOR');

test('every document of the contract runs unchanged, and does what its comment says', async () => {
  const { createPost } = await api.data<{ createPost: { post: { id: string } } }, object>([
    readContract('09-publish', 'CreatePost'),
    {
      input: {
        title: 'News',
        body: '*Text*',
        kicker: 'Power',
        slug: 'news',
        tags: [{ label: 'Grid' }, { label: 'Acme', kind: 'COMPANY' }],
        publish: true,
      },
    },
    ada,
  ]);
  const postId = createPost.post.id;
  const events = await api.follow<{ commentAdded: object }, object>([readContract('08-comment-added'), { postId }]);
  const event = events.next();
  const post = { slug: 'news' };

  const created = await api.data<{ createComment: { comment: { id: string } } }, object>([
    readContract('06-create-comment'),
    { input: { postId, subject: 'On power', body: 'Hm.', guestName: 'Bo', clientMutationId: 'c1' } },
    ada,
  ]);
  const commentId = created.createComment.comment.id;
  await aComment(api, { postId, parentId: commentId });

  expect(created).toMatchObject({ createComment: { __typename: 'CreateCommentPayload', clientMutationId: 'c1' } });
  expect((await event).value).toMatchObject({
    commentAdded: { clientMutationId: 'c1', node: { number: 1, subject: 'On power' } },
  });
  await events.return?.();

  expect(await api.data([readContract('01-front-page'), {}])).toMatchObject({
    posts: {
      totalCount: 1,
      nodes: [{ slug: 'news', commentCount: 2, author: { handle: 'ada' }, tags: [{ slug: 'grid' }, { slug: 'acme' }] }],
    },
  });
  expect(await api.data([readContract('02-article'), { by: post }])).toMatchObject({
    post: {
      kicker: 'Power',
      bodyHtml: '<p dir="auto"><em>Text</em></p>',
      topics: [{ label: 'Grid' }],
      companies: [{ label: 'Acme' }],
    },
  });
  expect(await api.data([readContract('03-view-by-time'), { post }])).toMatchObject({
    post: {
      comments: {
        totalCount: 2,
        edges: [{ node: { number: 1, depth: 0 } }, { node: { number: 2, depth: 1, parent: { number: 1 } } }],
      },
    },
  });
  expect(await api.data([readContract('04-nested-thread'), { post }])).toMatchObject({
    post: {
      replies: {
        totalCount: 1,
        nodes: [{ number: 1, replyCount: 1, replies: { nodes: [{ number: 2, replies: { nodes: [] } }] } }],
      },
    },
  });
  expect(await api.data([readContract('05-view-in-thread'), { comment: commentId }])).toMatchObject({
    comment: {
      number: 1,
      ancestors: [],
      replyCount: 1,
      descendantCount: 1,
      post: { comments: { nodes: [{ number: 1 }, { number: 2 }] } },
    },
  });
  expect(await api.data([readContract('10-tags-and-authors', 'TagPage'), { slug: 'grid' }])).toMatchObject({
    tag: { label: 'Grid', postCount: 1, posts: { nodes: [post] } },
    tags: {
      nodes: [
        { slug: 'acme', kind: 'COMPANY' },
        { slug: 'grid', kind: 'TOPIC' },
      ],
    },
  });
  expect(await api.data([readContract('10-tags-and-authors', 'AuthorPage'), { handle: 'ada' }])).toMatchObject({
    author: { handle: 'ada', posts: { nodes: [post] }, comments: { nodes: [{ number: 1, post }] } },
  });
  expect(await api.data([readContract('10-tags-and-authors', 'Viewer'), {}, ada])).toMatchObject({
    viewer: { handle: 'ada', role: 'AUTHOR' },
  });
  expect(
    await api.data([readContract('07-edit-and-delete', 'EditComment'), { input: { commentId, body: 'Well.' } }, ada]),
  ).toMatchObject({
    editComment: { comment: { body: 'Well.', editedAt: expect.stringMatching(/Z$/) } },
  });
  const { react } = await api.data<{ react: object }, object>([
    readContract('14-react', 'React'),
    { input: { commentId, kind: 'insightful', on: true } },
    ada,
  ]);
  expect(react).toMatchObject({
    __typename: 'ReactPayload',
    comment: {
      reactions: [
        { kind: 'insightful', count: 1, viewerHasReacted: true },
        { kind: 'funny', count: 0 },
      ],
    },
  });
  expect(await api.data([readContract('14-react', 'TopComments'), { post, first: 2 }])).toMatchObject({
    post: { comments: { nodes: [{ number: 1 }, { number: 2 }], pageInfo: { hasNextPage: false } } },
  });
  const url = 'http://localhost:8080/a-page';
  expect(
    await api.data([readContract('15-by-url', 'OpenDiscussion'), { input: { url, title: 'A page' } }]),
  ).toMatchObject({ openDiscussion: { __typename: 'OpenDiscussionPayload', post: { url, title: 'A page' } } });
  expect(
    await api.data([readContract('15-by-url', 'DiscussionOfPage'), { url: `${url}/#top`, first: 2 }]),
  ).toMatchObject({ post: { title: 'A page', commentCount: 0, comments: { nodes: [] } } });
  expect(await api.data([readContract('15-by-url', 'CommentCounts'), { urls: [url] }])).toEqual({
    commentCounts: [{ url, count: 0 }],
  });
  expect(
    await api.data([readContract('07-edit-and-delete', 'DeleteComment'), { input: { commentId } }, ada]),
  ).toMatchObject({
    deleteComment: { comment: { status: 'DELETED', body: null, author: null } },
  });
  expect(
    await api.data([
      readContract('09-publish', 'UpdatePost'),
      { input: { postId, commentsOpen: false, publish: false } },
      ada,
    ]),
  ).toMatchObject({ updatePost: { post: { commentsOpen: false, publishedAt: null } } });
});
