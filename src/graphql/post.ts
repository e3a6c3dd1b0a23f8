import { requireRead } from '../data/reads/require-read.ts';
import { authorOf } from '../domain/author.ts';
import { cursorOfPost, findPost, listPosts } from '../domain/post.ts';
import { listComments, listTopLevelComments } from '../domain/thread.ts';
import { MAX_TAGS } from '../text/text-limits.ts';
import { builder, DateTime } from './builder.ts';
import { CommentConnection, PostConnection } from './connections.ts';
import { CommentOrder, ReplyOrder, TagKind } from './enums.ts';
import { selectComments } from './look-ahead/select-comments.ts';
import { selectedColumns } from './look-ahead/selected-columns.ts';
import { Author, Comment, Post } from './refs.ts';
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
        'The beginning of the text as plain text of at most 280 characters. Is empty when the text has no paragraph, or there is no text.',
    }),
    body: t.string({
      nullable: true,
      description: 'The text in Markdown, exactly as written. Is null when the post only points at a page.',
      resolve: ({ body }) => requireRead(body),
    }),
    bodyHtml: t.string({
      nullable: true,
      description: 'The text rendered as sanitized HTML. Is null when the post only points at a page.',
      resolve: ({ bodyHtml }) => requireRead(bodyHtml),
    }),
    url: t.string({
      description: 'The public URL of the post: for a post that points at a page, the URL of the page.',
      resolve: (post, _args, { session }) => session.addresses.ofPost(post),
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
      nullable: true,
      description: 'The author of the post. Is null when the post only points at a page.',
      resolve: (post, _args, { session }) => authorOf(session, post),
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
          'All comments of the post, in the view by time, in the view by thread or by score. Withdrawn comments are included.',
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
          aroundNumber: t.arg.int({
            description:
              'The number of a comment around which to build the page, as `around` does by its ID. Cannot be combined with `around`, `after`, `last` or `before`, nor with the order `TOP`. Any other number is refused with `BAD_USER_INPUT`.',
          }),
        },
        resolve: async (post, { order, ...args }, { session }, info) =>
          await listComments(session, { ...args, post, order: order ?? 'TIME', selection: selectComments(info) }),
      },
      CommentConnection,
    ),
    replies: t.connection(
      {
        type: Comment,
        description: 'The top-level comments of the post. Withdrawn comments are included.',
        args: {
          order: t.arg({
            type: ReplyOrder,
            defaultValue: 'NUMBER',
            description: 'The order of the comments. Null is the same as `NUMBER`.',
          }),
        },
        resolve: async (post, { order, ...args }, { session }, info) => {
          const selection = selectComments(info);
          return await listTopLevelComments(session, { ...args, post, order: order ?? 'NUMBER', selection });
        },
      },
      CommentConnection,
    ),
  }),
});

const PostBy = builder.inputType('PostBy', {
  description: 'The key by which to find a post. Exactly one field must be given.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'The ID of the post.' }),
    slug: t.string({ description: 'The slug of the post.' }),
    url: t.string({
      description:
        'The URL of the page that the post is about, in any spelling: scheme, a leading `www.`, trailing slashes, fragments, the order of parameters and those that track readers make no difference.',
    }),
  }),
});

export const PostFilter = builder.inputType('PostFilter', {
  description: 'The conditions that posts must meet. A post must meet all that are given.',
  fields: (t) => ({
    tag: t.string({ description: 'The slug of a tag under which the posts are filed.' }),
    author: t.string({ description: 'The handle of the author of the posts.' }),
  }),
});

builder.queryFields((t) => ({
  post: t.field({
    type: Post,
    nullable: true,
    description:
      'Returns the post with the given ID, slug or URL, or null when there is none or the viewer may not see it.',
    args: { by: t.arg({ type: PostBy, required: true, description: 'The ID, the slug or the URL of the post.' }) },
    resolve: async (_root, { by }, { session }, info) =>
      await findPost(session, { ...by, columns: selectedColumns(info).post }),
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
      resolve: async (_root, { filter, ...args }, { session }, info) => {
        const { tag = null, author = null } = filter ?? {};
        return await listPosts(session, { ...args, tag, author, columns: selectedColumns(info).post });
      },
    },
    PostConnection,
  ),
}));
