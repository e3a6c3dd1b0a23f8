import { requireAuthor } from '../domain/author.ts';
import { createPost } from '../domain/create-post.ts';
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../domain/errors.ts';
import { cursorOfPost, findPost, listPosts } from '../domain/post.ts';
import { listComments, listReplies } from '../domain/thread.ts';
import { updatePost } from '../domain/update-post.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { Author } from './author.ts';
import { MAX_TAGS } from '../text/text-limits.ts';
import { builder, DateTime } from './builder.ts';
import { CommentConnection, PostConnection } from './connections.ts';
import { CommentOrder, TagKind } from './enums.ts';
import { CreatePostInput, PostBy, PostFilter, UpdatePostInput } from './post-inputs.ts';
import { Comment, Post } from './refs.ts';
import { Tag } from './tag.ts';

builder.node(Post, {
  id: { resolve: ({ id }) => id },
  description: 'An article and the discussion under it.',
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description:
        'The name of the post in URLs: at most 80 characters of a–z, 0–9 and single hyphens between them. Unique among posts.',
    }),
    title: t.exposeString('title', { description: 'The headline.' }),
    kicker: t.exposeString('kicker', {
      nullable: true,
      description: 'The short line above the headline. Is null when there is none.',
    }),
    excerpt: t.exposeString('excerpt', {
      description:
        'The beginning of the text as plain text of at most 280 characters. Is empty when the text has no paragraph.',
    }),
    body: t.exposeString('body', { description: 'The text in Markdown, exactly as written.' }),
    bodyHtml: t.exposeString('bodyHtml', { description: 'The text rendered as sanitized HTML.' }),
    url: t.string({
      description: 'The public URL of the post.',
      resolve: ({ slug }, _args, { session }) => session.addresses.ofPost(slug),
    }),
    feedUrl: t.string({
      description: 'The URL of the Atom feed of the comments.',
      resolve: ({ slug }, _args, { session }) => session.addresses.ofFeed(slug),
    }),
    createdAt: t.expose('createdAt', {
      type: DateTime,
      description: 'The date and time at which the post was first written.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: DateTime,
      description: 'The date and time at which the title, kicker, text or tags were last written.',
    }),
    publishedAt: t.expose('publishedAt', {
      type: DateTime,
      nullable: true,
      description:
        'The date and time at which the post was published. Is null when the post is a draft, visible to its author and to moderators only.',
    }),
    author: t.field({
      type: Author,
      description: 'The author of the post.',
      resolve: async ({ authorId }, _args, { session }) => await requireAuthor(session, { id: authorId }),
    }),
    tags: t.field({
      type: [Tag],
      description: 'The tags under which the post is filed, in the order chosen by its author.',
      extensions: { mostItems: MAX_TAGS },
      args: {
        kind: t.arg({
          type: TagKind,
          description: 'The kind of tags to return. When absent, tags of both kinds are returned.',
        }),
      },
      resolve: async ({ id }, { kind }, { session }) => {
        const tags = await session.loaders.tagsOfPost.load(id);
        return tags.filter((tag) => typeof kind !== 'string' || tag.kind === kind);
      },
    }),
    commentsOpen: t.boolean({
      description: 'Whether the discussion is open to new comments.',
      resolve: ({ discussion }) => discussion.isOpen,
    }),
    commentCount: t.int({
      description: 'The number of published comments.',
      resolve: ({ discussion }) => discussion.commentCount,
    }),
    cursor: t.string({
      description:
        'The cursor of the latest event in the discussion at the time of this answer. Passed as `after` to `commentAdded` or `discussionEvents`, it streams what follows, without losses or duplicates.',
      resolve: (post) => cursorOfPost(post),
    }),
    comments: t.connection(
      {
        type: Comment,
        description:
          'All comments of the post, in the view by time or in the view by thread. Withdrawn comments are included.',
        args: {
          order: t.arg({
            type: CommentOrder,
            defaultValue: 'TIME',
            description: 'The order of the comments. Null is the same as `TIME`.',
          }),
          around: t.arg.id({
            description:
              'The ID of a comment around which to build the page: up to half of `first` before the comment, then the comment, then the comments that follow. Cannot be combined with `after`, `last` or `before`. Any ID other than that of a comment of this post is refused with `BAD_USER_INPUT`.',
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
        description: 'The top-level comments of the post, by number. Withdrawn comments are included.',
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
    description: 'Returns the post with the given ID or slug, or null when there is none or the viewer may not see it.',
    args: { by: t.arg({ type: PostBy, required: true, description: 'The ID or the slug of the post.' }) },
    resolve: async (_root, { by }, { session }) => await findPost(session, by),
  }),
  posts: t.connection(
    {
      type: Post,
      description: 'Returns the published posts, newest first.',
      args: {
        filter: t.arg({
          type: PostFilter,
          description: 'The conditions that the posts must meet. When absent, all published posts are returned.',
        }),
      },
      resolve: async (_root, { filter, ...args }, { session }) =>
        await listPosts(session, { ...args, tag: filter?.tag ?? null, author: filter?.author ?? null }),
    },
    PostConnection,
  ),
}));

const CreatePostPayload = builder
  .objectRef<{ post: PostRow; clientMutationId: string | null }>('CreatePostPayload')
  .implement({
    description: 'The result of a successful `createPost`.',
    fields: (t) => ({
      clientMutationId: t.exposeString('clientMutationId', {
        nullable: true,
        description: 'The `clientMutationId` of the input. Is null when the input had none.',
      }),
      post: t.field({ type: Post, description: 'The new post.', resolve: ({ post }) => post }),
    }),
  });

const UpdatePostPayload = builder.objectRef<{ post: PostRow }>('UpdatePostPayload').implement({
  description: 'The result of a successful `updatePost`.',
  fields: (t) => ({
    post: t.field({ type: Post, description: 'The post after the change.', resolve: ({ post }) => post }),
  }),
});

builder.mutationFields((t) => ({
  createPost: t.field({
    type: CreatePostPayload,
    nullable: true,
    description:
      'Writes a post with an open discussion, and creates the tags that do not exist yet. Requires the role `AUTHOR` or a stronger one.',
    args: { input: t.arg({ type: CreatePostInput, required: true, description: 'The post to write.' }) },
    errors: {
      types: [ValidationError, ForbiddenError, ConflictError],
      union: {
        name: 'CreatePostResult',
        description: 'The result of `createPost`: the payload, or the error that prevented the write.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({
      post: await createPost(session, input),
      clientMutationId: input.clientMutationId ?? null,
    }),
  }),
  updatePost: t.field({
    type: UpdatePostPayload,
    nullable: true,
    description:
      'Changes a post, publishes or unpublishes it, or opens or closes its discussion. Requires the role `AUTHOR` or a stronger one; changing the post of another author requires `MODERATOR` or a stronger one.',
    args: { input: t.arg({ type: UpdatePostInput, required: true, description: 'The changes to make.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError],
      union: {
        name: 'UpdatePostResult',
        description: 'The result of `updatePost`: the payload, or the error that prevented the change.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ post: await updatePost(session, input) }),
  }),
}));
