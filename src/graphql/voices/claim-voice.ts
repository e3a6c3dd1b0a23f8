import type { AuthorRow } from '../../data/reads/author-rows.ts';
import { ForbiddenError } from '../../domain/errors.ts';
import { claimVoice } from '../../domain/voices/claim-voice.ts';
import { builder } from '../builder.ts';
import { Author } from '../refs.ts';

const ClaimVoicePayload = builder
  .objectRef<{ author: AuthorRow; claimedCount: number }>('ClaimVoicePayload')
  .implement({
    description: 'The result of a successful `claimVoice`.',
    fields: (t) => ({
      author: t.field({
        type: Author,
        description: 'The author of the account, and now of the comments.',
        resolve: ({ author }) => author,
      }),
      claimedCount: t.exposeInt('claimedCount', {
        description: 'The number of comments that this call made the account’s own. Is 0 when none was left.',
      }),
    }),
  });

builder.mutationFields((t) => ({
  claimVoice: t.field({
    type: ClaimVoicePayload,
    nullable: true,
    description:
      'Makes all comments of a guest’s voice the account’s own. Requires an account, and the secret of the guest as `Colloquy-Voice` in the same request. The comments are shown under the account from then on, and the voice can no longer change them. Calling it again has no effect; after an interruption it claims the rest.',
    errors: {
      types: [ForbiddenError],
      union: {
        name: 'ClaimVoiceResult',
        description: 'The result of `claimVoice`: the payload, or the error that prevented it.',
      },
    },
    resolve: async (_root, _args, { session }) => await claimVoice(session),
  }),
}));
