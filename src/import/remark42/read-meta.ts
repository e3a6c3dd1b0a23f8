import { boundId } from '../fields/identify.ts';
import { isObject, readFields, type Fields } from '../fields/read-fields.ts';
import type { Collector } from '../pages/collector.ts';

/** What the first line of a backup says of pages. */
interface Meta {
  /** The addresses of those that are closed, with the line that says so. */
  readonly closed: Map<string, number>;
  /** The addresses that comments name. */
  readonly commented: Set<string>;
}

interface Context {
  readonly meta: Meta;
  readonly collector: Collector;
  readonly line: number;
}

export function createMeta(): Meta {
  return { closed: new Map(), commented: new Set() };
}

export function readMeta(fields: Fields, { meta, collector, line }: Context): void {
  const { tally } = collector;
  const each = (list: string): Fields[] =>
    fields.list(list).flatMap((value) => {
      if (isObject(value)) return [readFields(value, { line, onFault: tally.mend })];
      tally.refuse('items', `of the list "${list}" that are no JSON objects`, { line });
      return [];
    });
  for (const user of each('users')) {
    const id = user.text('id');
    const blocked = readFields(user.object('blocked'), { line, onFault: tally.mend });
    if (id === '') tally.refuse('items', 'people without an id', { line });
    else if (blocked.flag('status'))
      collector.mute(boundId(id), { reason: 'Blocked at Remark42.', until: readUntil(blocked) });
  }
  for (const post of each('posts')) {
    const url = post.text('url').trim();
    if (url === '') tally.refuse('items', 'pages of the first line without an address', { line });
    else if (post.flag('read_only')) meta.closed.set(url, line);
  }
}

/** Remark42 has no time that means for good: a block of a hundred years, or the year 1. */
function readUntil(blocked: Fields): Date | null {
  if (blocked.text('until').startsWith('0001-')) return null;
  const until = blocked.time('until');
  return until !== null && until.getUTCFullYear() >= 2100 ? null : until;
}
