import { builder } from './builder.ts';
import { Comment, Post } from './refs.ts';

const totalCount = 'The whole list has so many rows; they are counted only when it is asked for.';

export const PostConnection = builder.connectionObject(
  {
    type: Post,
    name: 'PostConnection',
    description: 'This is a page of posts.',
    fields: (t) => ({
      totalCount: t.int({ description: totalCount, resolve: async (page) => await page.totalCount() }),
    }),
  },
  { name: 'PostEdge', description: 'This is a post with its place in the list.' },
);

export const CommentConnection = builder.connectionObject(
  {
    type: Comment,
    name: 'CommentConnection',
    description: 'This is a page of comments.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'The whole list has so many rows; under a post or a comment, withdrawn comments count too.',
        resolve: async (page) => await page.totalCount(),
      }),
    }),
  },
  { name: 'CommentEdge', description: 'This is a comment with its place in the list.' },
);
