import type { PostRow } from '../../data/reads/post-rows.ts';
import { openDiscussion } from '../../domain/by-address/open-discussion.ts';
import { ConflictError, ForbiddenError, ValidationError } from '../../domain/errors.ts';
import { builder } from '../builder.ts';
import { Post } from '../refs.ts';

const OpenDiscussionInput = builder.inputType('OpenDiscussionInput', {
  description: 'A page to discuss.',
  fields: (t) => ({
    url: t.string({
      required: true,
      description: 'The URL of the page: at most 2,000 characters, under a site that the service serves.',
    }),
    title: t.string({
      required: true,
      description:
        'The headline of the page: one line of at most 300 characters. Used only when the page has no discussion yet.',
    }),
  }),
});

const OpenDiscussionPayload = builder.objectRef<{ post: PostRow }>('OpenDiscussionPayload').implement({
  description: 'The result of a successful `openDiscussion`.',
  fields: (t) => ({
    post: t.field({
      type: Post,
      description: 'The post of the page. Opening the discussion of a page again returns the same post.',
      resolve: ({ post }) => post,
    }),
  }),
});

builder.mutationFields((t) => ({
  openDiscussion: t.field({
    type: OpenDiscussionPayload,
    nullable: true,
    description:
      'Returns the post of a page, which is created when the page has none yet. A new one has no text and no author, and appears in lists after its first comment, or once an author confirms its title with `updatePost`. A page of a site that the service does not serve is refused with a `ForbiddenError`.',
    args: { input: t.arg({ type: OpenDiscussionInput, required: true, description: 'The page.' }) },
    errors: {
      types: [ValidationError, ForbiddenError, ConflictError],
      union: {
        name: 'OpenDiscussionResult',
        description: 'The result of `openDiscussion`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ post: await openDiscussion(session, input) }),
  }),
}));
