import type { PageArgs } from '../../relay/page.ts';

export type View = 'time' | 'thread';

/** The page of a discussion that an address names. */
export type DiscussionPlace = PageArgs | { readonly around: number; readonly first: number };

/** The parameters of the page's address. */
interface Parameters {
  readonly comment?: number;
  readonly after?: string;
  readonly before?: string;
}

const SIZE = 50; // comments on a page
const LONGEST = 200; // characters: more than any cursor has, and no more than is worth keeping

/** @returns null where the parameters name no page. */
export function readDiscussionPlace(search: URLSearchParams): DiscussionPlace | null {
  const [comment, after, before] = ['comment', 'after', 'before'].map((name) => search.get(name));
  if (typeof comment === 'string') return /^\d{1,9}$/.test(comment) ? { around: Number(comment), first: SIZE } : null;
  if (Math.max(after?.length ?? 0, before?.length ?? 0) > LONGEST) return null;
  // Before nothing: the last page.
  if (typeof before === 'string') return { last: SIZE, before: before === '' ? null : before };
  return { first: SIZE, after: after ?? null };
}

/** Tells the places of a discussion apart. */
export function namePlace(place: DiscussionPlace): string {
  return 'around' in place
    ? `comment ${place.around}`
    : `${place.after ?? ''} ${place.last ?? ''} ${place.before ?? ''}`;
}

/** The address of another page of a discussion, relative to any of them. */
export function linkToPage({ slug, view }: { slug: string; view: View }, parameters: Parameters = {}): string {
  const search = new URLSearchParams(view === 'thread' ? { view } : {});
  for (const [name, value] of Object.entries(parameters)) search.set(name, String(value));
  return search.size === 0 ? slug : `?${search.toString()}`;
}

/** The address of a comment: of the page that has it in the middle. */
export function linkToComment(number: number, view: View): string {
  return `${linkToPage({ slug: '', view }, { comment: number })}#comment-${number}`;
}
