import { builder } from './builder.ts';
import { TagKind } from './enums.ts';

const clientMutationId =
  'A key chosen by the client for this write: 1 to 64 characters of A–Z, a–z, 0–9, _ and -. Repeating the same input under the same key returns the first result; another input under it returns a `ConflictError`. Keys are scoped to the account.';

export const PostBy = builder.inputType('PostBy', {
  description: 'The key by which to find a post. Exactly one field must be given.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'The ID of the post.' }),
    slug: t.string({ description: 'The slug of the post.' }),
  }),
});

export const PostFilter = builder.inputType('PostFilter', {
  description: 'The conditions that posts must meet. A post must meet all that are given.',
  fields: (t) => ({
    tag: t.string({ description: 'The slug of a tag under which the posts are filed.' }),
    author: t.string({ description: 'The handle of the author of the posts.' }),
  }),
});

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

export const CreatePostInput = builder.inputType('CreatePostInput', {
  description: 'A post to write. Lengths are counted in Unicode code points.',
  fields: (t) => ({
    title: t.string({ required: true, description: 'The headline: one line of at most 300 characters.' }),
    body: t.string({
      required: true,
      description:
        'The text in Markdown: at most 200,000 characters, at least one of them visible. HTML in it is shown as plain text.',
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

export const UpdatePostInput = builder.inputType('UpdatePostInput', {
  description:
    'The changes to make to a post. Absent fields stay unchanged. Lengths are counted in Unicode code points.',
  fields: (t) => ({
    postId: t.id({ required: true, description: 'The ID of the post to change.' }),
    title: t.string({
      description: 'The new headline: one line of at most 300 characters. Null is refused with a `ValidationError`.',
    }),
    body: t.string({
      description:
        'The new text in Markdown: at most 200,000 characters, at least one of them visible. Null is refused with a `ValidationError`.',
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
