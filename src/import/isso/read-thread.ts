import { isObject, readFields, type Fields } from '../fields/read-fields.ts';
import { lacksZone } from '../fields/read-time.ts';
import type { Collector } from '../pages/collector.ts';
import { addPageOf } from '../pages/add-page-of.ts';
import { readId, readParent, readVotes, readWritten } from '../pages/read-comment-parts.ts';

interface Context {
  readonly collector: Collector;
  readonly file: string | null;
  readonly line: number;
  readonly site: string | null;
}

interface ThreadContext extends Context {
  /** Null where they stand in the thread, without lines of their own. */
  readonly comments: readonly Item[] | null;
}

interface Item {
  readonly line: number;
  /** Undefined for what is no JSON. */
  readonly value: unknown;
}

/** A thread is a page. */
export function readThread(thread: Fields, { collector, file, line: begun, site, comments }: ThreadContext): void {
  const { tally } = collector;
  const page = { line: begun, title: thread.text('title'), isOpen: true };
  const pageId = addPageOf(thread.text('id').trim(), { collector, base: site, page });
  for (const { line, value } of comments ?? thread.list('comments').map((item) => ({ line: begun, value: item }))) {
    if (isObject(value)) {
      readComment(readFields(value, { line, onFault: tally.mend }), { collector, file, line, pageId });
      continue;
    }
    tally.see('comments');
    tally.refuse('comments', 'that are no JSON objects', { line });
  }
}

const DELETED = 4;
const PENDING = 2;

/** Why a comment is not imported, by Isso's number of its state. */
function findSkip(mode: number): string | null {
  if (mode === 1 || mode === DELETED) return null;
  return mode === PENDING ? 'waiting for approval' : `comments of the mode ${String(mode)}`;
}

function readComment(
  fields: Fields,
  { collector, file, line, pageId }: Omit<Context, 'site'> & { readonly pageId: string },
): void {
  const { tally } = collector;
  const [name, text, mode] = [fields.text('author'), fields.text('text'), fields.number('mode') ?? 1];
  const createdAt = fields.time('created');
  // Isso writes the time of its own machine.
  if (lacksZone(fields.text('created'))) tally.note('times without a zone, read as UTC', { line });
  readVotes(-(fields.number('dislikes') ?? 0), tally);
  collector.addComment(pageId, {
    ...{ id: readId(fields.text('id'), { said: { line, createdAt, name, text }, tally }), file, line },
    ...{ parentId: readParent(fields, { name: 'parent', root: '0' }), personId: null, name, text, isHtml: false },
    ...{ createdAt: readWritten(createdAt, { line, tally }), editedAt: fields.time('modified')?.getTime() ?? null },
    status: mode === DELETED ? 'DELETED' : 'PUBLISHED',
    ...{ voters: [], votes: readVotes(fields.number('likes'), tally), skip: findSkip(mode) },
  });
}
