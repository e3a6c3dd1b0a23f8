import type { ShownCommenter } from '../domain/commenter.ts';
import { builder } from './builder.ts';

export const Commenter = builder.interfaceRef<ShownCommenter>('Commenter').implement({
  description: 'A commenter is who is shown over a comment: an account, or a guest.',
  fields: (t) => ({
    displayName: t.exposeString('displayName', { description: 'This is the name that is shown.' }),
    avatarUrl: t.exposeString('avatarUrl', {
      nullable: true,
      description: 'This is the address of a picture; it is null where there is none.',
    }),
  }),
  resolveType: (commenter) => ('handle' in commenter ? 'Author' : 'Guest'),
});

builder.objectRef<ShownCommenter>('Guest').implement({
  description: 'A guest is somebody without an account, who may have given a name.',
  interfaces: [Commenter],
});
