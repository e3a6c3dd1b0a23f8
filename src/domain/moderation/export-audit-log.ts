import { readAuditAfter } from '../../data/administered/audit.ts';
import type { Database } from '../../data/database/database.ts';
import { encodeGlobalId } from '../../relay/global-id.ts';
import { voiceIdOf } from '../voices/voice-ids.ts';

interface Source {
  readonly database: Pick<Database, 'prisma'>;
  readonly config: { readonly voiceSecret: string };
}

const idOf = (type: string, id: string | null) => (id === null ? null : encodeGlobalId(type, id));

/** The whole audit log as NDJSON, oldest first, a page at a time. Ids are those of the API. */
export async function* exportAuditLog({ database, config }: Source): AsyncGenerator<string> {
  let after: string | null = null;
  for (;;) {
    const page = await readAuditAfter(database.prisma, after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page.map((entry) => `${JSON.stringify(lineOf(entry, config))}\n`).join('');
    after = last.id;
  }
}

type Entry = Awaited<ReturnType<typeof readAuditAfter>>[number];

function lineOf(entry: Entry, config: Source['config']): object {
  const { id, action, reason, occurredAt, actor, voiceHash } = entry;
  return {
    id: idOf('AuditEntry', id),
    occurredAt,
    action,
    actor: actor?.handle ?? null,
    reason,
    postId: idOf('Post', entry.postId),
    commentId: idOf('Comment', entry.commentId),
    heldCommentId: idOf('HeldComment', entry.heldCommentId),
    authorId: idOf('Author', entry.authorId),
    voiceId: voiceHash === null ? null : voiceIdOf(voiceHash, config),
    tagId: idOf('Tag', entry.tagId),
  };
}
