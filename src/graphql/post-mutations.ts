import type { PostRow } from '../data/reads/post-rows.ts';
import { createPost } from '../domain/create-post.ts';
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../domain/errors.ts';
import { updatePost } from '../domain/update-post.ts';
import { builder } from './builder.ts';
import { TagKind } from './enums.ts';
import { Post } from './refs.ts';

const clientMutationId =
  'A key chosen by the client for this write: 1 to 64 characters of A–Z, a–z, 0–9, _ and -. Repeating the same input under the same key returns the first result; another input under it returns a `ConflictError`. Keys are scoped to the account.';

const TagInput = builder.inputType('TagInput', {
  description: 'A tag under which to file a post.',
  fields: (t) => ({
    label: t.string({
      required: true,
      description:
        'The display name of the tag: one line of at most 80 characters. The slug is derived from it; an existing tag with that slug is used unchanged.',
    }),
    kind: t.field({
      type: TagKind,
      defaultValue: 'TOPIC',
      description: 'The kind of the tag. Used only when the tag does not exist yet.',
    }),
  }),
});

const CreatePostInput = builder.inputType('CreatePostInput', {
  description: 'A post to write. Lengths are counted in Unicode code points.',
  fields: (t) => ({
    title: t.string({ required: true, description: 'The headline: one line of at most 300 characters.' }),
    body: t.string({
      required: true,
      description:
        'The text in Markdown: at most 200,000 characters that show something. HTML in it is shown as plain text.',
    }),
    kicker: t.string({ description: 'The short line above the headline: one line of at most 120 characters.' }),
    slug: t.string({
      description:
        'The name of the post in URLs: at most 80 characters of a–z, 0–9 and single hyphens between them. When absent, the slug is derived from the title, with a suffix when it is taken. A given slug that is taken is refused with a `ValidationError`.',
    }),
    tags: t.field({ type: [TagInput], description: 'The tags under which to file the post, at most 20, in order.' }),
    publish: t.boolean({
      description:
        'Whether to publish the post at once. Defaults to false: the post is a draft, visible to its author and to moderators only.',
    }),
    clientMutationId: t.string({ description: clientMutationId }),
  }),
});

const UpdatePostInput = builder.inputType('UpdatePostInput', {
  description:
    'The changes to make to a post. Absent fields stay unchanged. Lengths are counted in Unicode code points.',
  fields: (t) => ({
    postId: t.id({ required: true, description: 'The ID of the post to change.' }),
    title: t.string({
      description: 'The new headline: one line of at most 300 characters. Null is refused with a `ValidationError`.',
    }),
    body: t.string({
      description:
        'The new text in Markdown: at most 200,000 characters that show something. Null is refused with a `ValidationError`.',
    }),
    kicker: t.string({
      description:
        'The new short line above the headline: one line of at most 120 characters. Null removes the kicker.',
    }),
    tags: t.field({
      type: [TagInput],
      description:
        'The tags that replace the current ones, at most 20, in order. An empty list removes all tags; null leaves them unchanged.',
    }),
    commentsOpen: t.boolean({
      description: 'Whether the discussion is open to new comments. Null leaves it unchanged.',
    }),
    publish: t.boolean({
      description:
        'Whether the post is published. True publishes a draft, false unpublishes the post, null leaves it unchanged.',
    }),
  }),
});

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
