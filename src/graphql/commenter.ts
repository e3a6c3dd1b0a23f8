import type { ShownCommenter } from '../domain/commenter.ts';
import { builder } from './builder.ts';

export const Commenter = builder.interfaceRef<ShownCommenter>('Commenter').implement({
  description: 'The person shown with a comment: an author or a guest.',
  fields: (t) => ({
    displayName: t.exposeString('displayName', { description: 'The display name.' }),
    avatarUrl: t.exposeString('avatarUrl', {
      nullable: true,
      description: 'The URL of a picture of the person. Is null when there is none.',
    }),
  }),
  resolveType: (commenter) => ('handle' in commenter ? 'Author' : 'Guest'),
});

builder.objectRef<ShownCommenter>('Guest').implement({
  description:
    'A commenter without an account. A guest who gave no name is shown under the default name that the service is configured with.',
  interfaces: [Commenter],
});
