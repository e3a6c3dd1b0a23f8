import { PREMODERATION } from '../../config/premoderation.ts';
import type { Premoderation as Rule } from '../../config/premoderation.ts';
import { ForbiddenError, NotFoundError, ValidationError } from '../../domain/errors.ts';
import { setPremoderation } from '../../domain/moderation/set-premoderation.ts';
import { builder } from '../builder.ts';

const Premoderation = builder.enumType('Premoderation', {
  description: 'Comments that are held until a moderator has read them.',
  values: {
    GUESTS: { description: 'Comments of guests.' },
    FIRST: { description: 'Comments of commenters that have no published comment yet.' },
    LINKS: { description: 'Comments with a link, of commenters with fewer than five published comments.' },
    ALL: { description: 'All comments, except those of moderators.' },
  } as const satisfies Record<(typeof PREMODERATION)[number], { description: string }>,
});

const SetPremoderationInput = builder.inputType('SetPremoderationInput', {
  description: 'A rule for a post or for a tag, by one of the two IDs.',
  fields: (t) => ({
    postId: t.id({ description: 'The ID of the post.' }),
    tagId: t.id({ description: 'The ID of the tag, in place of `postId`.' }),
    premoderation: t.field({
      type: [Premoderation],
      description:
        'The comments to hold; an empty list holds none. When absent or null, the rule is removed: the tags of the post decide, or else the service.',
    }),
  }),
});

const SetPremoderationPayload = builder
  .objectRef<{ premoderation: readonly Rule[] | null }>('SetPremoderationPayload')
  .implement({
    description: 'The result of a successful `setPremoderation`.',
    fields: (t) => ({
      premoderation: t.field({
        type: [Premoderation],
        nullable: true,
        description: 'The rule as it is now. Is null when there is none.',
        extensions: { mostItems: PREMODERATION.length },
        resolve: ({ premoderation }) => (premoderation === null ? null : [...premoderation]),
      }),
    }),
  });

builder.mutationField('setPremoderation', (t) =>
  t.field({
    type: SetPremoderationPayload,
    nullable: true,
    description:
      'Sets which comments are held under a post, or under the posts of a tag that have no rule of their own. Requires the role `MODERATOR`.',
    args: { input: t.arg({ type: SetPremoderationInput, required: true, description: 'The rule.' }) },
    errors: {
      types: [ValidationError, NotFoundError, ForbiddenError],
      union: {
        name: 'SetPremoderationResult',
        description: 'The result of `setPremoderation`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, { input }, { session }) => ({ premoderation: await setPremoderation(session, input) }),
  }),
);
