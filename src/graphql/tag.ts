import { listPosts } from '../domain/post.ts';
import { findTag, listTags } from '../domain/tag.ts';
import { builder } from './builder.ts';
import { PostConnection } from './connections.ts';
import { TagKind } from './enums.ts';
import { Post } from './refs.ts';

export const Tag = builder.prismaNode('Tag', {
  id: { field: 'id' },
  description: 'A tag is something that posts are filed under; it is seen where one of them is published.',
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'This is its name in addresses, unique over both kinds.' }),
    label: t.exposeString('label', { description: 'This is its name for readers.' }),
    kind: t.expose('kind', { type: TagKind, description: 'This says what it names.' }),
    postCount: t.int({
      description: 'So many published posts are filed under it.',
      resolve: async ({ slug }, _args, { session }) =>
        await session.loaders.postCount.load({ tag: slug, author: null }),
    }),
    posts: t.connection(
      {
        type: Post,
        description: 'These are the published posts that are filed under it, newest first.',
        resolve: async ({ slug }, args, { session }) => await listPosts(session, { ...args, tag: slug }),
      },
      PostConnection,
    ),
  }),
});

const TagConnection = builder.connectionObject(
  {
    type: Tag,
    name: 'TagConnection',
    description: 'This is a page of tags.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'The whole list has so many tags; they are counted only when it is asked for.',
        resolve: async (page) => await page.totalCount(),
      }),
    }),
  },
  { name: 'TagEdge', description: 'This is a tag with its place in the list.' },
);

builder.queryFields((t) => ({
  tag: t.prismaField({
    type: Tag,
    nullable: true,
    description: 'This finds the tag with a slug; it is null where there is none, or none to be seen.',
    args: { slug: t.arg.string({ required: true, description: 'This is its name in addresses.' }) },
    resolve: async (query, _root, { slug }, { session }) => await findTag(session, { query, slug }),
  }),
  tags: t.connection(
    {
      type: Tag,
      description: 'These are all tags under which a published post is filed, by slug.',
      args: { kind: t.arg({ type: TagKind, description: 'Only tags of this kind are given.' }) },
      resolve: async (_root, { kind, ...args }, { session }) =>
        await listTags(session, { ...args, kind: kind ?? null }),
    },
    TagConnection,
  ),
}));
