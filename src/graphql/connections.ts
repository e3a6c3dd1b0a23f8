import { builder } from './builder.ts';
import { Comment, Post } from './refs.ts';

const totalCount = 'The total number of posts in the list. Counted only when selected.';

export const PostConnection = builder.connectionObject(
  {
    type: Post,
    name: 'PostConnection',
    description: 'A page of posts.',
    fields: (t) => ({
      totalCount: t.int({ description: totalCount, resolve: (page) => page.totalCount() }),
    }),
  },
  { name: 'PostEdge', description: 'A post and its cursor in a list.' },
);

export const CommentConnection = builder.connectionObject(
  {
    type: Comment,
    name: 'CommentConnection',
    description: 'A page of comments.',
    fields: (t) => ({
      totalCount: t.int({
        description:
          'The total number of comments in the list. Withdrawn comments are included in the lists of a post and of a comment.',
        resolve: (page) => page.totalCount(),
      }),
    }),
  },
  { name: 'CommentEdge', description: 'A comment and its cursor in a list.' },
);
