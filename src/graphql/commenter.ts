import { avatarOf, isAuthor } from '../domain/commenter.ts';
import type { ShownCommenter, ShownGuest } from '../domain/commenter.ts';
import { builder } from './builder.ts';

export const Commenter = builder.interfaceRef<ShownCommenter>('Commenter').implement({
  description: 'The person shown with a comment: an author or a guest.',
  fields: (t) => ({
    displayName: t.exposeString('displayName', { description: 'The display name.' }),
    avatarUrl: t.string({
      description:
        'The URL of a picture of the person. Where the person has none, of an SVG that the service draws: the same for all comments of an author, and for all comments of one guest’s voice under one post. Under another post the voice has another picture, and a guest without a voice has one for each comment.',
      resolve: (commenter, _args, { session }) => avatarOf(session, commenter),
    }),
  }),
  resolveType: (commenter) => (isAuthor(commenter) ? 'Author' : 'Guest'),
});

builder.objectRef<ShownGuest>('Guest').implement({
  description:
    'A commenter without an account. A guest who gave no name is shown under the default name that the service is configured with.',
  interfaces: [Commenter],
});
