import type { CommentOrder, PostBy } from '../../sdk/index.ts';
import type { ReadPost } from './reading.ts';

/** What the page says of a discussion, by the attributes of its element. */
export interface Settings {
  /** The service, with a slash at its end. */
  readonly service: URL;
  readonly post: PostBy;
  /** The title under which the discussion of this page is opened, where there is none yet. */
  readonly title: string;
  readonly view: CommentOrder;
  readonly isNewestFirst: boolean;
  /** A language tag, of the element or what it stands in. */
  readonly language: string;
  /** The address of a JSON file of texts, beside those in the box. */
  readonly texts: string | null;
  /** What the addresses of authors' pages begin with; null where they have none. */
  readonly authors: string | null;
  /** The first page, where the element has it in a script of JSON: as the query `Comments` gives it, however long ago. */
  readonly page: ReadPost | null;
  /** The number of the comment that the address of the page names; null where it names none. */
  readonly linked: number | null;
}

const VIEWS: Readonly<Record<string, CommentOrder>> = { time: 'TIME', thread: 'THREAD', top: 'TOP' };

/** Reads the attributes of an element, whose service is known. */
export function readSettings(element: HTMLElement, service: URL): Settings {
  const attribute = (name: string): string | null => element.getAttribute(name);
  const language = element.closest<HTMLElement>('[lang]')?.lang;
  return {
    service,
    post: readPost(element),
    title: attribute('page-title') ?? document.title,
    view: VIEWS[attribute('view') ?? ''] ?? 'THREAD',
    isNewestFirst: attribute('order') === 'newest',
    language: language === undefined || language === '' ? 'en' : language,
    texts: attribute('texts'),
    authors: attribute('authors'),
    page: readPage(element),
    linked: readLinked(location.hash),
  };
}

function readPost(element: HTMLElement): PostBy {
  const [id, slug] = [element.getAttribute('post'), element.getAttribute('slug')];
  if (id !== null) return { id };
  if (slug !== null) return { slug };
  const canonical = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href;
  return { url: new URL(element.getAttribute('url') ?? canonical ?? location.href, location.href).href };
}

function readPage(element: HTMLElement): ReadPost | null {
  const text = element.querySelector('script[type="application/json"]')?.textContent ?? '';
  try {
    const page: unknown = JSON.parse(text);
    // An older service had no pins and no locks in its answer.
    return isPage(page) ? { ...{ firstWord: null, lastWord: null, lockedNumbers: [] }, ...page } : null;
  } catch {
    return null; // it is asked for, as where there is none
  }
}

/** Whoever writes it takes the answer of the query as it is: that is not looked at again. */
function isPage(value: unknown): value is ReadPost {
  return typeof value === 'object' && value !== null && 'cursor' in value && 'comments' in value;
}

/** `#comment-12`, as `Comment.url` has it. */
export function readLinked(hash: string): number | null {
  const number = /^#comment-(\d{1,9})$/.exec(hash)?.[1];
  return number === undefined ? null : Number(number);
}

/** Whether the comment that the address of the page names is on the page that the element has; also where it names none. */
export function hasLinked({ page, linked }: Settings): boolean {
  return linked === null || (page?.comments.edges.some(({ node }) => node.number === linked) ?? false);
}
