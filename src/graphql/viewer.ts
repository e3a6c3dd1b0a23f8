import type { AuthorRow } from '../data/reads/author-rows.ts';
import { findViewer } from '../domain/account.ts';
import { encodeGlobalId } from '../relay/global-id.ts';
import type { Role as RoleName } from '../session/session.ts';
import { Author } from './author.ts';
import { builder } from './builder.ts';
import { Role } from './enums.ts';

const Viewer = builder.objectRef<{ author: AuthorRow; role: RoleName }>('Viewer').implement({
  description: 'The viewer is the account that asks, as its token says.',
  fields: (t) => ({
    id: t.id({
      description: 'This is an id of its own; the author that others see has another.',
      resolve: ({ author }) => encodeGlobalId('Viewer', author.id),
    }),
    handle: t.string({
      description: 'This is the short unique name that it got here.',
      resolve: ({ author }) => author.handle,
    }),
    displayName: t.string({
      description: 'This is the name that is shown.',
      resolve: ({ author }) => author.displayName,
    }),
    avatarUrl: t.string({
      nullable: true,
      description: 'This is the address of a picture; it is null where there is none.',
      resolve: ({ author }) => author.avatarUrl,
    }),
    role: t.field({ type: Role, description: 'This says what it may do.', resolve: ({ role }) => role }),
    author: t.field({
      type: Author,
      description: 'This is the author that others see.',
      resolve: ({ author }) => author,
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'This is who asks; it is null without an account.',
    resolve: async (_root, _args, { session }) => {
      const author = await findViewer(session);
      const role = session.identity.account?.role;
      return author === null || role === undefined ? null : { author, role };
    },
  }),
);
