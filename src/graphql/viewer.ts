import type { AuthorRow } from '../data/reads/author-rows.ts';
import { findViewer } from '../domain/account.ts';
import { avatarOf } from '../domain/commenter.ts';
import { encodeGlobalId } from '../relay/global-id.ts';
import type { Role as RoleName } from '../config/roles.ts';
import { builder } from './builder.ts';
import { Role } from './enums.ts';
import { Author } from './refs.ts';

export const Viewer = builder.objectRef<{ author: AuthorRow; role: RoleName }>('Viewer').implement({
  description: 'The account that the request is authenticated for.',
  fields: (t) => ({
    id: t.id({
      description:
        'The globally unique, opaque ID of the viewer. Differs from the ID of `author`, and is not accepted by `node`.',
      resolve: ({ author }) => encodeGlobalId('Viewer', author.id),
    }),
    handle: t.string({
      description:
        'The unique short name: 1 to 40 characters of a–z, 0–9, - and _. Assigned at the first use of the account, and may differ from the handle in the token.',
      resolve: ({ author }) => author.handle,
    }),
    displayName: t.string({
      description: 'The display name.',
      resolve: ({ author }) => author.displayName,
    }),
    avatarUrl: t.string({
      description:
        'The URL of a picture of the person, or of an SVG that the service draws where the account has none.',
      resolve: ({ author }, _args, { session }) => avatarOf(session, author),
    }),
    role: t.field({ type: Role, description: 'The role of the viewer in this request.', resolve: ({ role }) => role }),
    author: t.field({
      type: Author,
      description: 'The public author of the account.',
      resolve: ({ author }) => author,
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'Returns the viewer, or null when the request is made without an account.',
    resolve: async (_root, _args, { session }) => {
      const author = await findViewer(session);
      const role = session.identity.account?.role;
      return author === null || role === undefined ? null : { author, role };
    },
  }),
);
