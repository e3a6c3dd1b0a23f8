import { clip } from '../fields/clip.ts';
import { boundId } from '../fields/identify.ts';
import type { Fields } from '../fields/read-fields.ts';
import type { Collector } from '../pages/collector.ts';
import { readId, readParent, readWritten } from '../pages/read-comment-parts.ts';

interface Context {
  readonly collector: Collector;
  readonly line: number;
}

export function readUser(fields: Fields, { collector, line }: Context): void {
  const [id, name] = [fields.text('id').trim(), fields.text('username')];
  if (id === '') {
    collector.tally.see('authors');
    collector.tally.refuse('authors', 'without an id', { line });
    return;
  }
  const mute = fields.flag('banned') ? { reason: 'Banned at Coral.', until: null } : null;
  if (collector.addPerson({ id: boundId(id), name, login: name, avatarUrl: '', hasPrivateId: false, mute })) return;
  collector.tally.see('authors');
  collector.tally.refuse('authors', 'with the id of an earlier one', { line });
}

export function readStory(fields: Fields, { collector, line }: Context): void {
  const { tally } = collector;
  const id = fields.text('id').trim();
  if (id === '') {
    tally.see('posts');
    tally.refuse('posts', 'without an id', { line });
    return;
  }
  collector.addPage(boundId(id), {
    ...{ line, address: fields.text('url'), title: fields.text('title') },
    // Coral closes stories at a time that may be still to come.
    isOpen: fields.text('closed_at').trim() === '',
    ...{ publishedAt: fields.time('published_at'), skip: null },
  });
}

const STATUSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    PREMOD: 'waiting for approval',
    SYSTEM_WITHHELD: 'waiting for approval',
  }),
);

export function readComment(
  fields: Fields,
  { collector, line, file }: Context & { readonly file: string | null },
): void {
  const { tally } = collector;
  const [storyId, authorId, status] = [
    fields.text('story_id').trim(),
    fields.text('author_id').trim(),
    fields.text('status').trim(),
  ];
  if (storyId === '') {
    tally.see('comments');
    tally.refuse('comments', 'that name no page', { line });
    return;
  }
  const createdAt = fields.time('created_at');
  const [text, name] = [fields.text('body'), ''];
  if (fields.text('rating').trim() !== '') tally.note('ratings of comments, left out', { line });
  collector.addComment(boundId(storyId), {
    ...{ id: readId(fields.text('id').trim(), { said: { line, createdAt, name, text }, tally }), file, line },
    ...{ parentId: readParent(fields, { name: 'parent_id', root: '' }), name, text, isHtml: true },
    personId: authorId === '' ? null : boundId(authorId),
    ...{ createdAt: readWritten(createdAt, { line, tally }), editedAt: null },
    // A moderator of theirs did not want it: a moderator here may.
    status: status === 'REJECTED' ? 'HIDDEN' : 'PUBLISHED',
    ...{ voters: [], votes: 0, skip: findSkip(status) },
  });
}

function findSkip(status: string): string | null {
  if (['', 'NONE', 'APPROVED', 'REJECTED'].includes(status)) return null;
  return STATUSES.get(status) ?? `comments with the status "${clip(status)}"`;
}
