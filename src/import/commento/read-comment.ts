import { clip } from '../fields/clip.ts';
import { boundId } from '../fields/identify.ts';
import type { Fields } from '../fields/read-fields.ts';
import type { Collector } from '../pages/collector.ts';
import { addPageOf } from '../pages/add-page-of.ts';
import { readId, readParent, readVotes, readWritten } from '../pages/read-comment-parts.ts';

interface Context {
  readonly collector: Collector;
  readonly file: string | null;
  readonly line: number;
  readonly site: string | null;
}

const STATES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    unapproved: 'waiting for approval',
    flagged: 'flagged as spam',
  }),
);

/** @param fields - null for what is no object. */
export function readComment(fields: Fields | null, { collector, file, line, site }: Context): void {
  const { tally } = collector;
  if (fields === null) {
    tally.see('comments');
    tally.refuse('comments', 'that are no JSON objects', { line });
    return;
  }
  const [domain, url] = [fields.text('domain').trim(), fields.text('url').trim()];
  const base = domain === '' ? site : `https://${domain}`;
  const pageId = addPageOf(url, { collector, base, page: { line, title: '', isOpen: true } });

  const [markdown, html, name] = [fields.text('markdown'), fields.text('html'), ''];
  const createdAt = fields.time('creationDate');
  const text = markdown || html;
  const commenter = fields.text('commenterHex');
  collector.addComment(pageId, {
    ...{ id: readId(fields.text('commentHex'), { said: { line, createdAt, name, text }, tally }), file, line },
    ...{ parentId: readParent(fields, { name: 'parentHex', root: 'root' }), name, text, isHtml: markdown === '' },
    personId: commenter === '' || commenter === 'anonymous' ? null : boundId(commenter),
    ...{ createdAt: readWritten(createdAt, { line, tally }), editedAt: null },
    status: fields.flag('deleted') ? 'DELETED' : 'PUBLISHED',
    ...{ voters: [], votes: readVotes(fields.number('score'), tally) },
    skip: findSkip(fields.text('state')),
  });
}

function findSkip(state: string): string | null {
  if (state === '' || state === 'approved') return null;
  return STATES.get(state) ?? `comments with the state "${clip(state)}"`;
}
