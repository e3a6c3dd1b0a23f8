import { requireAuthor } from '../domain/author.ts';
import { createPost } from '../domain/create-post.ts';
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../domain/errors.ts';
import { cursorOfPost, findPost, listPosts } from '../domain/post.ts';
import { listComments, listReplies } from '../domain/thread.ts';
import { updatePost } from '../domain/update-post.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { Author } from './author.ts';
import { builder, DateTime } from './builder.ts';
import { CommentConnection, PostConnection } from './connections.ts';
import { CommentOrder, TagKind } from './enums.ts';
import { CreatePostInput, PostBy, PostFilter, UpdatePostInput } from './post-inputs.ts';
import { Comment, Post } from './refs.ts';
import { Tag } from './tag.ts';

builder.node(Post, {
  id: { resolve: ({ id }) => id },
  description: 'A post is an article, with the discussion under it.',
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'This is its name in addresses.' }),
    title: t.exposeString('title', { description: 'This is the headline.' }),
    kicker: t.exposeString('kicker', {
      nullable: true,
      description: 'This is the short line over the headline; it is null where there is none.',
    }),
    excerpt: t.exposeString('excerpt', {
      description: 'This is how the text begins, as plain text of at most 280 characters.',
    }),
    body: t.exposeString('body', { description: 'This is the text in Markdown, as it was written.' }),
    bodyHtml: t.exposeString('bodyHtml', { description: 'This is the text as HTML that is safe to show.' }),
    url: t.string({
      description: 'This is its address for readers.',
      resolve: ({ slug }, _args, { session }) => session.addresses.ofPost(slug),
    }),
    feedUrl: t.string({
      description: 'This is the address of the Atom feed of its comments.',
      resolve: ({ slug }, _args, { session }) => session.addresses.ofFeed(slug),
    }),
    createdAt: t.expose('createdAt', { type: DateTime, description: 'It was first written at this moment.' }),
    updatedAt: t.expose('updatedAt', {
      type: DateTime,
      description: 'Its text or its tags were last written at this moment.',
    }),
    publishedAt: t.expose('publishedAt', {
      type: DateTime,
      nullable: true,
      description: 'It was published at this moment; it is null for a draft, which only its author and moderators see.',
    }),
    author: t.field({
      type: Author,
      description: 'This is who wrote it.',
      resolve: async ({ authorId }, _args, { session }) => await requireAuthor(session, { id: authorId }),
    }),
    tags: t.field({
      type: [Tag],
      description: 'It is filed under these, in the order in which its author named them.',
      args: { kind: t.arg({ type: TagKind, description: 'Only tags of this kind are given.' }) },
      resolve: async ({ id }, { kind }, { session }) => {
        const tags = await session.loaders.tagsOfPost.load(id);
        return tags.filter((tag) => typeof kind !== 'string' || tag.kind === kind);
      },
    }),
    commentsOpen: t.boolean({
      description: 'This says whether the discussion takes comments.',
      resolve: ({ discussion }) => discussion.isOpen,
    }),
    commentCount: t.int({
      description: 'It has so many published comments.',
      resolve: ({ discussion }) => discussion.commentCount,
    }),
    cursor: t.string({
      description:
        'This is the place in the log at which the answer was read. Subscribe from it, and nothing is lost and nothing comes twice.',
      resolve: (post) => cursorOfPost(post),
    }),
    comments: t.connection(
      {
        type: Comment,
        description: 'These are all its comments, in the view by time or in the view by thread.',
        args: {
          order: t.arg({
            type: CommentOrder,
            defaultValue: 'TIME',
            description: 'This says in which order they come; it is by time where it is absent.',
          }),
          around: t.arg.id({
            description:
              'This asks for the page on which the comment stands: half of `first` before it, then it, then the rest. It goes with `first` alone.',
          }),
        },
        resolve: async (post, { order, ...args }, { session }) =>
          await listComments(session, { ...args, post, order: order ?? 'TIME' }),
      },
      CommentConnection,
    ),
    replies: t.connection(
      {
        type: Comment,
        description: 'These are the comments directly under it, by number.',
        resolve: async (post, args, { session }) => await listReplies(session, { ...args, post, comment: null }),
      },
      CommentConnection,
    ),
  }),
});

builder.queryFields((t) => ({
  post: t.field({
    type: Post,
    nullable: true,
    description: 'This finds one post; it is null for what is not there, or not to be seen.',
    args: { by: t.arg({ type: PostBy, required: true, description: 'This says which one.' }) },
    resolve: async (_root, { by }, { session }) => await findPost(session, by),
  }),
  posts: t.connection(
    {
      type: Post,
      description: 'These are the published posts, newest first.',
      args: { filter: t.arg({ type: PostFilter, description: 'Only posts that fulfil it are given.' }) },
      resolve: async (_root, { filter, ...args }, { session }) =>
        await listPosts(session, { ...args, tag: filter?.tag ?? null, author: filter?.author ?? null }),
    },
    PostConnection,
  ),
}));

const CreatePostPayload = builder
  .objectRef<{ post: PostRow; clientMutationId: string | null }>('CreatePostPayload')
  .implement({
    description: 'The post was written.',
    fields: (t) => ({
      clientMutationId: t.exposeString('clientMutationId', {
        nullable: true,
        description: 'This is the key that the client gave; it is null where it gave none.',
      }),
      post: t.field({ type: Post, description: 'This is the new post.', resolve: ({ post }) => post }),
    }),
  });

const UpdatePostPayload = builder.objectRef<{ post: PostRow }>('UpdatePostPayload').implement({
  description: 'The post was changed.',
  fields: (t) => ({
    post: t.field({ type: Post, description: 'This is the post as it is now.', resolve: ({ post }) => post }),
  }),
});

builder.mutationFields((t) => ({
  createPost: t.field({
    type: CreatePostPayload,
    nullable: true,
    description: 'This writes a post, as an author. Tags that do not exist yet are made.',
    args: { input: t.arg({ type: CreatePostInput, required: true, description: 'This is the post.' }) },
    errors: {
      types: [ValidationError, ForbiddenError, ConflictError],
      union: { name: 'CreatePostResult', description: 'It is the new post, or says why there is none.' },
    },
    resolve: async (_root, { input }, { session }) => ({
      post: await createPost(session, input),
      clientMutationId: input.clientMutationId ?? null,
    }),
  }),
  updatePost: t.field({
    type: UpdatePostPayload,
    nullable: true,
    description: 'This changes a post, publishes it, takes it back, or opens and closes its discussion.',
    args: {
      input: t.arg({
        type: UpdatePostInput,
        required: true,
        description: 'This says what changes; what is absent stays.',
      }),
    },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError],
      union: { name: 'UpdatePostResult', description: 'It is the changed post, or says why nothing changed.' },
    },
    resolve: async (_root, { input }, { session }) => ({ post: await updatePost(session, input) }),
  }),
}));
