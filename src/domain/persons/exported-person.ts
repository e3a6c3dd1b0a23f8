// The shape of an export: docs/privacy.md describes it. Ids are those of the API.
import type { Database } from '../../data/database/database.ts';
import {
  readDecisionsAbout,
  readExportedApiTokens,
  readExportedComments,
  readExportedDecisions,
  readExportedFlags,
  readExportedHeldComments,
  readExportedMutes,
  readExportedPosts,
  readExportedProfile,
  readExportedReactions,
} from '../../data/persons/exported-rows.ts';
import type { Person } from '../../data/persons/person.ts';
import { encodeGlobalId } from '../../relay/global-id.ts';

type Prisma = Database['prisma'];

interface Query {
  readonly person: Person;
  readonly after: string | null;
}

interface Exported {
  readonly rowId: string;
  readonly value: object;
}

/** A list of the export: a page of it after the row of an id. */
export type ReadPage = (prisma: Prisma, query: Query) => Promise<readonly Exported[]>;

type DecisionRow = Awaited<ReturnType<typeof readDecisionsAbout>>[number];

const idOf = (type: string, id: string | null) => (id === null ? null : encodeGlobalId(type, id));

/** The lists of an export, in order. */
export const LISTS: Readonly<Record<string, ReadPage>> = {
  posts: async (prisma, query) =>
    (await readExportedPosts(prisma, query)).map((post) => {
      const { id, slug, title, kicker, excerpt, body, publishedAt, createdAt, updatedAt } = post;
      const texts = { slug, title, kicker, excerpt, body };
      return { rowId: id, value: { id: idOf('Post', id), ...texts, publishedAt, createdAt, updatedAt } };
    }),
  comments: async (prisma, query) => {
    const rows = await readExportedComments(prisma, query);
    const decisions = await decisionsAbout(
      prisma,
      rows.map(({ id }) => id),
    );
    return rows.map((comment) => {
      const { id, postId, parentId, number, status, subject, body, guestName, createdAt, editedAt, deletedAt } =
        comment;
      const place = {
        id: idOf('Comment', id),
        postId: idOf('Post', postId),
        parentId: idOf('Comment', parentId),
        number,
      };
      const versions = comment.versions.map((version) => {
        const { writtenAt, replacedAt } = version;
        return { subject: version.subject, body: version.body, writtenAt, replacedAt };
      });
      const times = { createdAt, editedAt, deletedAt };
      const value = { ...place, status, guestName, subject, body, ...times, versions, decisions: decisions(id) };
      return { rowId: id, value };
    });
  },
  heldComments: async (prisma, query) => {
    const rows = await readExportedHeldComments(prisma, query);
    const decisions = await decisionsAbout(
      prisma,
      rows.map(({ id }) => id),
    );
    return rows.map((held) => {
      const { id, postId, parentId, status, heldBecause, guestName, subject, body, createdAt, decidedAt } = held;
      const place = { id: idOf('HeldComment', id), postId: idOf('Post', postId), parentId: idOf('Comment', parentId) };
      const texts = { status, heldBecause, guestName, subject, body };
      return { rowId: id, value: { ...place, ...texts, createdAt, decidedAt, decisions: decisions(id) } };
    });
  },
  flags: async (prisma, query) =>
    (await readExportedFlags(prisma, query)).map(({ id, commentId, reason, note, createdAt, resolvedAt }) => ({
      rowId: id,
      value: { id: idOf('Flag', id), commentId: idOf('Comment', commentId), reason, note, createdAt, resolvedAt },
    })),
  reactions: async (prisma, query) =>
    (await readExportedReactions(prisma, query)).map(({ id, commentId, kind, createdAt }) => ({
      rowId: id,
      value: { commentId: idOf('Comment', commentId), kind, createdAt },
    })),
  mutes: async (prisma, query) =>
    (await readExportedMutes(prisma, query)).map(({ id, reason, createdAt, until, endedAt }) => ({
      rowId: id,
      value: { id: idOf('Mute', id), reason, createdAt, until, endedAt },
    })),
  apiTokens: async (prisma, query) =>
    (await readExportedApiTokens(prisma, query)).map((token) => {
      const { id, name, scopes, role, createdAt, expiresAt, lastUsedAt, revokedAt } = token;
      const times = { createdAt, expiresAt, lastUsedAt, revokedAt };
      return { rowId: id, value: { id: idOf('ApiToken', id), name, scopes, role, ...times } };
    }),
  decisions: async (prisma, query) =>
    (await readExportedDecisions(prisma, query)).map((row) => ({ rowId: row.id, value: decisionOf(row) })),
};

/** What is kept of an account, or of an author of an import; null for a guest. */
export async function readProfile(prisma: Prisma, person: Person): Promise<object | null> {
  const author = await readExportedProfile(prisma, person);
  if (author === null) return null;
  const { id, issuer, subject, handle, displayName, avatarUrl, role, source, externalId, createdAt } = author;
  const account = { issuer, subject, handle, displayName, avatarUrl, role };
  return { id: idOf('Author', id), ...account, source, externalId, createdAt };
}

async function decisionsAbout(prisma: Prisma, ids: readonly string[]): Promise<(id: string) => readonly object[]> {
  const rows = ids.length === 0 ? [] : await readDecisionsAbout(prisma, ids);
  return (id) => rows.filter((row) => row.commentId === id || row.heldCommentId === id).map(decisionOf);
}

function decisionOf({ action, reason, commentId, heldCommentId, postId, occurredAt }: DecisionRow): object {
  const about = { postId: idOf('Post', postId), commentId: idOf('Comment', commentId) };
  return { action, reason, ...about, heldCommentId: idOf('HeldComment', heldCommentId), occurredAt };
}
