import { listCommentsOf } from '../domain/comment.ts';
import { listPosts } from '../domain/post.ts';
import { isHandle } from '../text/handle.ts';
import { builder } from './builder.ts';
import { Commenter } from './commenter.ts';
import { CommentConnection, PostConnection } from './connections.ts';
import { Comment, Post } from './refs.ts';

export const Author = builder.prismaNode('Author', {
  id: { field: 'id' },
  description: 'An author is a person with a name of their own here: an account, or somebody whom an import brought.',
  interfaces: [Commenter],
  fields: (t) => ({
    handle: t.exposeString('handle', { description: 'This is the short unique name: 1 to 40 of a–z, 0–9, - and _.' }),
    posts: t.connection(
      {
        type: Post,
        description: 'These are their published posts, newest first.',
        resolve: async ({ handle }, args, { session }) => await listPosts(session, { ...args, author: handle }),
      },
      PostConnection,
    ),
    comments: t.connection(
      {
        type: Comment,
        description: 'These are their published comments on published posts, newest first.',
        resolve: async ({ id }, args, { session }) => await listCommentsOf(session, { ...args, authorId: id }),
      },
      CommentConnection,
    ),
  }),
});

builder.queryField('author', (t) =>
  t.prismaField({
    type: Author,
    nullable: true,
    description: 'This finds the author with a handle; it is null where there is none.',
    args: { handle: t.arg.string({ required: true, description: 'This is the handle, without an @.' }) },
    resolve: async (query, _root, { handle }, { session }) =>
      isHandle(handle) ? await session.database.prisma.author.findUnique({ ...query, where: { handle } }) : null,
  }),
);
