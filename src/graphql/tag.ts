import { listPosts } from '../domain/post.ts';
import { findTag, listTags } from '../domain/tag.ts';
import { builder } from './builder.ts';
import { PostConnection } from './connections.ts';
import { TagKind } from './enums.ts';
import { selectedColumns } from './look-ahead/selected-columns.ts';
import { Post } from './refs.ts';

export const Tag = builder.prismaNode('Tag', {
  id: { field: 'id' },
  description:
    'A topic or a company under which posts are filed. Found by queries as long as at least one of its posts is published.',
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description:
        'The name of the tag in URLs: at most 80 characters of a–z, 0–9 and single hyphens between them. Unique among tags of both kinds.',
    }),
    label: t.exposeString('label', { description: 'The display name.' }),
    kind: t.expose('kind', { type: TagKind, description: 'The kind of the tag.' }),
    postCount: t.int({
      description: 'The number of published posts filed under the tag.',
      resolve: async ({ slug }, _args, { session }) =>
        await session.loaders.postCount.load({ tag: slug, author: null }),
    }),
    posts: t.connection(
      {
        type: Post,
        description: 'The published posts filed under the tag, newest first.',
        resolve: async ({ slug }, args, { session }, info) =>
          await listPosts(session, { ...args, tag: slug, columns: selectedColumns(info).post }),
      },
      PostConnection,
    ),
  }),
});

const TagConnection = builder.connectionObject(
  {
    type: Tag,
    name: 'TagConnection',
    description: 'A page of tags.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'The total number of tags in the list. Counted only when selected.',
        resolve: (page) => page.totalCount(),
      }),
    }),
  },
  { name: 'TagEdge', description: 'A tag and its cursor in a list.' },
);

builder.queryFields((t) => ({
  tag: t.prismaField({
    type: Tag,
    nullable: true,
    description:
      'Returns the tag with the given slug, or null when there is none or no published post is filed under it.',
    args: { slug: t.arg.string({ required: true, description: 'The slug of the tag.' }) },
    resolve: async (query, _root, { slug }, { session }) => await findTag(session, { query, slug }),
  }),
  tags: t.connection(
    {
      type: Tag,
      description: 'Returns the tags under which at least one published post is filed, sorted by slug.',
      args: {
        kind: t.arg({
          type: TagKind,
          description: 'The kind of tags to return. When absent, tags of both kinds are returned.',
        }),
      },
      resolve: async (_root, { kind, ...args }, { session }) =>
        await listTags(session, { ...args, kind: kind ?? null }),
    },
    TagConnection,
  ),
}));
