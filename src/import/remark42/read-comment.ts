import { boundId } from '../fields/identify.ts';
import { readFields, type Fields } from '../fields/read-fields.ts';
import type { Collector } from '../pages/collector.ts';
import { addPageOf } from '../pages/add-page-of.ts';
import { readId, readParent, readVotes, readWritten } from '../pages/read-comment-parts.ts';
import type { createMeta } from './read-meta.ts';

interface Context {
  readonly collector: Collector;
  readonly file: string | null;
  readonly line: number;
  readonly site: string | null;
  readonly meta: ReturnType<typeof createMeta>;
}

export function readComment(fields: Fields, { collector, file, line, site, meta }: Context): void {
  const { tally } = collector;
  const inner = (name: string): Fields => readFields(fields.object(name), { line, onFault: tally.mend });
  const url = inner('locator').text('url').trim();
  meta.commented.add(url);
  const page = { line, title: fields.text('title'), isOpen: !meta.closed.has(url) };
  const pageId = addPageOf(url, { collector, base: site, page });

  const { personId, name } = readUser(inner('user'), collector);
  const [source, html] = [fields.text('orig'), fields.text('text')];
  const createdAt = fields.time('time');
  const text = source || html;
  if (fields.flag('pin')) tally.note('pinned comments, not pinned here', { line });
  collector.addComment(pageId, {
    ...{ id: readId(fields.text('id'), { said: { line, createdAt, name, text }, tally }), file, line },
    ...{ parentId: readParent(fields, { name: 'pid', root: '0' }), personId, name, text, isHtml: source === '' },
    ...{ createdAt: readWritten(createdAt, { line, tally }), editedAt: inner('edit').time('time')?.getTime() ?? null },
    status: fields.flag('delete') ? 'DELETED' : 'PUBLISHED',
    ...readVoters(fields, collector),
    skip: null,
  });
}

/** Whoever has no account there is a guest. */
function readUser(user: Fields, collector: Collector): { readonly personId: string | null; readonly name: string } {
  const [id, name] = [boundId(user.text('id')), user.text('name')];
  if (id === '' || id === 'deleted') return { personId: null, name: '' };
  if (id.startsWith('anonymous_')) return { personId: null, name };
  collector.addPerson({
    ...{ id, name, login: '', avatarUrl: user.text('picture'), mute: null },
    // These are hashes of mail addresses.
    hasPrivateId: /^(?:email|wordpress)_/.test(id),
  });
  return { personId: id, name };
}

/** The people who voted for a comment, and the votes of a score that are nobody's. */
function readVoters(fields: Fields, { tally }: Collector): { readonly voters: string[]; readonly votes: number } {
  const all = Object.entries(fields.object('votes'));
  const voters = all.filter(([, isFor]) => isFor === true).map(([id]) => boundId(id));
  const against = all.filter(([, isFor]) => isFor === false).length;
  const faulty = all.length - voters.length - against;
  tally.note('votes that are neither for nor against, left out', { count: faulty });
  readVotes(-against, tally);
  const score = fields.number('score') ?? 0;
  return { voters, votes: readVotes(score + against - voters.length > 0 ? score + against - voters.length : 0, tally) };
}
