import { builder } from './builder.ts';
import { TagKind } from './enums.ts';

const clientMutationId =
  'This is the client’s own key for this write, 1 to 64 of A–Z, a–z, 0–9, _ and -. The same input under it gives the first result again.';

export const PostBy = builder.inputType('PostBy', {
  description: 'Exactly one of these says which post is meant.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'This is its id.' }),
    slug: t.string({ description: 'This is its name in addresses.' }),
  }),
});

export const PostFilter = builder.inputType('PostFilter', {
  description: 'Posts are meant that fulfil every condition that is given.',
  fields: (t) => ({
    tag: t.string({ description: 'They are filed under the tag with this slug.' }),
    author: t.string({ description: 'They were written by the author with this handle.' }),
  }),
});

const TagInput = builder.inputType('TagInput', {
  description: 'This is something to file a post under.',
  fields: (t) => ({
    label: t.string({
      required: true,
      description: 'This is its name for readers, of at most 80 characters; the slug follows from it.',
    }),
    kind: t.field({
      type: TagKind,
      defaultValue: 'TOPIC',
      description: 'This says what it names; it is used only where the tag does not exist yet.',
    }),
  }),
});

export const CreatePostInput = builder.inputType('CreatePostInput', {
  description: 'This is a post as its author writes it.',
  fields: (t) => ({
    title: t.string({ required: true, description: 'The headline is one line of at most 300 characters.' }),
    body: t.string({ required: true, description: 'This is the text in Markdown; it has at most 200,000 characters.' }),
    kicker: t.string({ description: 'This is the short line over the headline; it has at most 120 characters.' }),
    slug: t.string({
      description:
        'This is its name in addresses: at most 80 of a–z, 0–9 and single hyphens between them. It is made of the title where it is absent.',
    }),
    tags: t.field({ type: [TagInput], description: 'It is filed under these, at most 20.' }),
    publish: t.boolean({ description: 'True lets everybody see it at once; otherwise it is a draft.' }),
    clientMutationId: t.string({ description: clientMutationId }),
  }),
});

export const UpdatePostInput = builder.inputType('UpdatePostInput', {
  description: 'This says what changes of a post; what is absent stays.',
  fields: (t) => ({
    postId: t.id({ required: true, description: 'This names the post.' }),
    title: t.string({ description: 'The headline is one line of at most 300 characters.' }),
    body: t.string({ description: 'This is the text in Markdown; it has at most 200,000 characters.' }),
    kicker: t.string({
      description: 'This is the short line over the headline; it has at most 120 characters, and null removes it.',
    }),
    tags: t.field({ type: [TagInput], description: 'It is filed under these from now on, at most 20.' }),
    commentsOpen: t.boolean({ description: 'True lets the discussion take comments, false closes it.' }),
    publish: t.boolean({ description: 'True publishes it, false takes it back.' }),
  }),
});
