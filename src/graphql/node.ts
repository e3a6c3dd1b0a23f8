import { brandWithType } from '@pothos/core';
import { badUserInput } from '../errors/coded-error.ts';
import { decodeGlobalId } from '../relay/global-id.ts';
import { findApiToken } from '../domain/api-token.ts';
import { findFlag } from '../domain/moderation/flags.ts';
import { findHeldComment } from '../domain/moderation/held-comment.ts';
import { findMuteById } from '../domain/moderation/mute-commenter.ts';
import { findAuditEntry } from '../domain/moderation/read-audit-log.ts';
import type { ServiceSession } from '../domain/service-session.ts';
import { builder } from './builder.ts';

const MOST_IDS = 100;

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description:
      'Returns the object with the given ID, or null when the ID is malformed or unknown, or the viewer may not see the object.',
    args: { id: t.arg.id({ required: true, description: 'The ID of the object.' }) },
    resolve: async (_root, { id }, { session }) => await loadNode(session, id),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description:
      'Returns the objects with the given IDs, in the order of the IDs, with null in each place for which `node` would return null.',
    extensions: { mostItems: countIds },
    args: { ids: t.arg.idList({ required: true, description: 'The IDs of the objects, at most 100.' }) },
    resolve: async (_root, { ids }, { session }) => {
      if (ids.length > MOST_IDS) throw badUserInput(`Expected at most ${MOST_IDS} \`ids\`; found ${ids.length}.`);
      return await Promise.all(ids.map(async (id) => await loadNode(session, id)));
    },
  }),
}));

/** How many objects `nodes` can return, by its arguments. */
function countIds(argument: (name: string) => unknown): number {
  const ids = argument('ids');
  return Array.isArray(ids) ? ids.length : 1;
}

async function loadNode(session: ServiceSession, text: string) {
  const found = decodeGlobalId(text);
  if (found === null) return null;

  const ApiToken = { load: async (id: string) => await findApiToken(session, id) };
  const AuditEntry = { load: async (id: string) => await findAuditEntry(session, id) };
  const Flag = { load: async (id: string) => await findFlag(session, id) };
  const HeldComment = { load: async (id: string) => await findHeldComment(session, id) };
  const Mute = { load: async (id: string) => await findMuteById(session, id) };
  const { author: Author, comment: Comment, post: Post, tag: Tag } = session.loaders;
  const loaders = { ApiToken, AuditEntry, Author, Comment, Flag, HeldComment, Mute, Post, Tag };
  const row = await loaders[found.type].load(found.id);
  // Types are known to the plugins by their references, and here by their names.
  if (row !== null) brandWithType(row, builder.configStore.getOutputTypeRef(found.type));
  return row;
}
