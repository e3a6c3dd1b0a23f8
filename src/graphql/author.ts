import { listCommentsOf } from '../domain/comment.ts';
import { listPosts } from '../domain/post.ts';
import { isHandle } from '../text/handle.ts';
import { builder } from './builder.ts';
import { Commenter } from './commenter.ts';
import { CommentConnection, PostConnection } from './connections.ts';
import { Comment, Post } from './refs.ts';

export const Author = builder.prismaNode('Author', {
  id: { field: 'id' },
  description: 'A person with a handle: the holder of an account, or a person added by an import.',
  interfaces: [Commenter],
  fields: (t) => ({
    handle: t.exposeString('handle', {
      description: 'The unique short name: 1 to 40 characters of a–z, 0–9, - and _.',
    }),
    posts: t.connection(
      {
        type: Post,
        description: 'The published posts of this author, newest first.',
        resolve: async ({ handle }, args, { session }) => await listPosts(session, { ...args, author: handle }),
      },
      PostConnection,
    ),
    comments: t.connection(
      {
        type: Comment,
        description: 'The published comments of this author on published posts, newest first.',
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
    description: 'Returns the author with the given handle, or null when there is none.',
    args: { handle: t.arg.string({ required: true, description: 'The handle of the author, without a leading @.' }) },
    resolve: async (query, _root, { handle }, { session }) =>
      isHandle(handle) ? await session.database.prisma.author.findUnique({ ...query, where: { handle } }) : null,
  }),
);
