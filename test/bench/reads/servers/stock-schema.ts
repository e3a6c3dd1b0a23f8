// What one builds with Pothos and its Prisma plugin by their documentation: relations, counts and connections over the same tables.
import SchemaBuilder from '@pothos/core';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import type { GraphQLSchema } from 'graphql';
import type PrismaTypes from '../../../../src/generated/pothos-types.ts';
import { getDatamodel } from '../../../../src/generated/pothos-types.ts';
import { CommentStatus, TagKind } from '../../../../src/generated/prisma/enums.ts';
import type { PrismaClient } from '../../../../src/generated/prisma/client.ts';
import { createStockComment } from './stock-create-comment.ts';

export interface StockContext {
  /** The account of the request; nobody checks who asks. */
  readonly accountId: string;
}

type Types = {
  Context: StockContext;
  PrismaTypes: PrismaTypes;
  Scalars: { DateTime: { Input: Date; Output: Date }; ID: { Input: string; Output: string } };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
};

type Builder = PothosSchemaTypes.SchemaBuilder<PothosSchemaTypes.ExtendDefaultTypes<Types>>;

export function makeStockSchema(prisma: PrismaClient): GraphQLSchema {
  const builder: Builder = new SchemaBuilder<Types>({
    plugins: [RelayPlugin, PrismaPlugin],
    defaultFieldNullability: false,
    relay: { nodesOnConnection: true },
    prisma: { client: prisma, dmmf: getDatamodel(), filterConnectionTotalCount: true },
  });
  builder.scalarType('DateTime', {
    serialize: (date) => date.toISOString(),
    parseValue: (text) => new Date(String(text)),
  });
  describeAuthors(builder);
  describePosts(builder);
  describeComments(builder);
  describeQueries(builder, prisma);
  describeMutations(builder, prisma);
  return builder.toSchema();
}

function describeAuthors(builder: Builder): void {
  builder.prismaObject('Author', {
    fields: (t) => ({
      id: t.exposeID('id'),
      handle: t.exposeString('handle'),
      displayName: t.exposeString('displayName'),
      avatarUrl: t.exposeString('avatarUrl', { nullable: true }),
    }),
  });
}

function describePosts(builder: Builder): void {
  const Kind = builder.enumType(TagKind, { name: 'TagKind' });
  const Tag = builder.prismaObject('Tag', {
    fields: (t) => ({
      slug: t.exposeString('slug'),
      label: t.exposeString('label'),
      kind: t.expose('kind', { type: Kind }),
    }),
  });
  builder.prismaObject('Post', {
    fields: (t) => ({
      id: t.exposeID('id'),
      slug: t.exposeString('slug'),
      title: t.exposeString('title'),
      kicker: t.exposeString('kicker', { nullable: true }),
      excerpt: t.exposeString('excerpt'),
      publishedAt: t.expose('publishedAt', { type: 'DateTime', nullable: true }),
      author: t.relation('author', { nullable: true }),
      tags: t.field({
        type: [Tag],
        select: (_args, _ctx, nestedSelection) => ({
          tags: { select: { tag: nestedSelection(true) }, orderBy: { place: 'asc' } },
        }),
        resolve: (post) => post.tags.map(({ tag }) => tag),
      }),
      commentCount: t.relationCount('comments', { where: { status: CommentStatus.PUBLISHED } }),
      comments: t.relatedConnection('comments', { cursor: 'id', query: { orderBy: { number: 'asc' } } }),
      replies: t.relatedConnection('comments', {
        cursor: 'id',
        totalCount: true,
        query: { where: { parentId: null }, orderBy: { number: 'asc' } },
      }),
    }),
  });
}

function describeComments(builder: Builder): void {
  builder.prismaObject('Comment', {
    fields: (t) => ({
      id: t.exposeID('id'),
      number: t.exposeInt('number', { nullable: true }),
      depth: t.int({ select: { path: true }, resolve: ({ path }) => path.length - 1 }),
      parent: t.relation('parent', { nullable: true }),
      subject: t.exposeString('subject', { nullable: true }),
      body: t.exposeString('body'),
      bodyHtml: t.exposeString('bodyHtml'),
      createdAt: t.expose('createdAt', { type: 'DateTime' }),
      replyCount: t.exposeInt('replyCount'),
      author: t.relation('author', { nullable: true }),
      replies: t.relatedConnection('replies', { cursor: 'id', query: { orderBy: { number: 'asc' } } }),
    }),
  });
}

function describeQueries(builder: Builder, prisma: PrismaClient): void {
  const PostBy = builder.inputType('PostBy', {
    isOneOf: true,
    fields: (t) => ({ id: t.id(), slug: t.string() }),
  });
  builder.queryType({
    fields: (t) => ({
      post: t.prismaField({
        type: 'Post',
        nullable: true,
        args: { by: t.arg({ type: PostBy, required: true }) },
        resolve: (query, _root, { by }) => {
          const key = typeof by.slug === 'string' ? { slug: by.slug } : { id: by.id };
          return prisma.post.findUnique({ ...query, where: { ...key, publishedAt: { not: null } } });
        },
      }),
      posts: t.prismaConnection({
        type: 'Post',
        cursor: 'id',
        resolve: (query) =>
          prisma.post.findMany({
            ...query,
            where: { publishedAt: { not: null } },
            orderBy: [{ publishedAt: 'desc' }, { id: 'desc' }],
          }),
      }),
    }),
  });
}

function describeMutations(builder: Builder, prisma: PrismaClient): void {
  const CreateCommentInput = builder.inputType('CreateCommentInput', {
    fields: (t) => ({
      postId: t.id({ required: true }),
      parentId: t.id({ required: true }),
      body: t.string({ required: true }),
      clientMutationId: t.string({ required: true }),
    }),
  });
  const CreateCommentPayload = builder
    .objectRef<{ id: string; number: number | null; clientMutationId: string | null }>('CreateCommentPayload')
    .implement({
      fields: (t) => ({
        clientMutationId: t.exposeString('clientMutationId', { nullable: true }),
        cursor: t.string({ resolve: ({ number }) => String(number) }),
        comment: t.prismaField({
          type: 'Comment',
          resolve: (query, { id }) => prisma.comment.findUniqueOrThrow({ ...query, where: { id } }),
        }),
      }),
    });
  // The document asks for errors as well; here, none is ever returned.
  const AnError = builder.interfaceRef<{ code: string; message: string }>('Error').implement({
    fields: (t) => ({ code: t.exposeString('code'), message: t.exposeString('message') }),
  });
  const Issue = builder.objectRef<{ path: string[]; message: string }>('Issue').implement({
    fields: (t) => ({ path: t.exposeStringList('path'), message: t.exposeString('message') }),
  });
  const ValidationError = builder
    .objectRef<{ code: string; message: string; issues: { path: string[]; message: string }[] }>('ValidationError')
    .implement({ interfaces: [AnError], fields: (t) => ({ issues: t.expose('issues', { type: [Issue] }) }) });
  const CreateCommentResult = builder.unionType('CreateCommentResult', {
    types: [CreateCommentPayload, ValidationError],
    resolveType: (value) => ('issues' in value ? 'ValidationError' : 'CreateCommentPayload'),
  });
  builder.mutationType({
    fields: (t) => ({
      createComment: t.field({
        type: CreateCommentResult,
        args: { input: t.arg({ type: CreateCommentInput, required: true }) },
        resolve: (_root, { input }, { accountId }) => createStockComment(prisma, { ...input, authorId: accountId }),
      }),
    }),
  });
}
