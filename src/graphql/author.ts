import { findAuthor } from '../domain/author.ts';
import { listCommentsOf } from '../domain/comment.ts';
import { listPosts } from '../domain/post.ts';
import { builder } from './builder.ts';
import { Commenter } from './commenter.ts';
import { CommentConnection, PostConnection } from './connections.ts';
import { selectedColumns } from './look-ahead/selected-columns.ts';
import { Author, Comment, Post } from './refs.ts';

builder.node(Author, {
  id: { resolve: ({ id }) => id },
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
        resolve: async ({ handle }, args, { session }, info) =>
          await listPosts(session, { ...args, author: handle, columns: selectedColumns(info).post }),
      },
      PostConnection,
    ),
    comments: t.connection(
      {
        type: Comment,
        description: 'The published comments of this author on published posts, newest first.',
        resolve: async ({ id }, args, { session }, info) =>
          await listCommentsOf(session, { ...args, authorId: id, columns: selectedColumns(info).comment }),
      },
      CommentConnection,
    ),
  }),
});

builder.queryField('author', (t) =>
  t.field({
    type: Author,
    nullable: true,
    description: 'Returns the author with the given handle, or null when there is none.',
    args: { handle: t.arg.string({ required: true, description: 'The handle of the author, without a leading @.' }) },
    resolve: async (_root, { handle }, { session }) => await findAuthor(session, { handle }),
  }),
);
