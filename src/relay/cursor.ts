import { z } from 'zod';
import { CodedError } from '../errors/coded-error.ts';
import { isSlug } from '../text/slug.ts';

const VERSION = 1;
const LONGEST = 600; // characters: several times the longest that is ever made
const MAX_INT = 2_147_483_647; // PostgreSQL's integer; above it the driver would fail

const count = z.int().min(0).max(MAX_INT);
const number = z.int().min(1).max(MAX_INT);
const milliseconds = z.int().min(-62_135_596_800_000).max(253_402_300_799_999); // the years 1 to 9999
const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

/** The key of each kind of cursor. The scope (a post, a parent, a list) is stored beside it. */
const KEYS = {
  /** A place in the view by time: the comment's number. */
  TIME: z.tuple([number]),
  /** A place in the view by thread: the comment's number, whose path never changes. */
  THREAD: z.tuple([number]),
  /** A place among the replies to one comment, or directly under one post: the reply's number. */
  REPLIES: z.tuple([number]),
  /** A place in the comments of a post by score: the score, and the comment's number. */
  TOP: z.tuple([count, number]),
  /** A place among the replies under one place by score: as `TOP`. */
  TOP_REPLIES: z.tuple([count, number]),
  /** A place in a post's log: its seq, and the last number that had been given there. */
  LOG: z.tuple([count, count]),
  /** A place in the log of all posts: the position. */
  SITE: z.tuple([z.int().min(0)]),
  /** A place in a list of posts, newest first: when it was published, and its id. */
  POSTS: z.tuple([milliseconds, uuid]),
  /** A place in a list of comments of several posts, newest first: when it was written, and its id. */
  COMMENTS: z.tuple([milliseconds, uuid]),
  /** A place in a list of API tokens, newest first: the id, which begins with the time. */
  API_TOKENS: z.tuple([uuid]),
  /** A place in the audit log, newest first. */
  AUDIT: z.tuple([uuid]),
  /** A place among the mutes, newest first. */
  MUTES: z.tuple([uuid]),
  /** A place among the flags of a comment, newest first. */
  FLAGS: z.tuple([uuid]),
  /** A place among what a commenter has waiting under a post, newest first. */
  HELD: z.tuple([uuid]),
  /** A place in a search for comments, newest first. */
  SEARCH: z.tuple([uuid]),
  /** A place in the moderators' queue and in its log: the seq. */
  QUEUE: z.tuple([count]),
  /** A place in the list of tags: the slug. */
  TAGS: z.tuple([z.string().refine(isSlug)]),
};

type CursorKind = keyof typeof KEYS;
type CursorKey<Kind extends CursorKind> = z.infer<(typeof KEYS)[Kind]>;

const envelope = z.tuple([z.literal(VERSION), z.string(), z.string()], z.unknown());

/** A cursor as clients see it: opaque, and the same in a query and in a subscription. */
export function encodeCursor<Kind extends CursorKind>(kind: Kind, at: { scope: string; key: CursorKey<Kind> }): string {
  return Buffer.from(JSON.stringify([VERSION, kind, at.scope, ...at.key])).toString('base64url');
}

/**
 * The key of a cursor that must be of this kind and of this scope.
 *
 * @throws {CodedError} `BAD_CURSOR` for garbage, another kind or another scope.
 */
export function decodeCursor<Kind extends CursorKind>(
  text: string,
  expected: { kind: Kind; scope: string },
): CursorKey<Kind> {
  const key = readKey(text, expected);
  if (key === null) throw new CodedError('BAD_CURSOR', 'The cursor is malformed or belongs to another list.');
  return key;
}

/** As {@link decodeCursor}, but null where the cursor is of another kind, for a field that takes several. */
export function readKey<Kind extends CursorKind>(
  text: string,
  { kind, scope }: { kind: Kind; scope: string },
): CursorKey<Kind> | null {
  const parts = envelope.safeParse(parseCursor(text));
  if (!parts.success) return null;

  const [, foundKind, foundScope, ...found] = parts.data;
  if (foundKind !== kind || foundScope !== scope) return null;

  const key = KEYS[kind].safeParse(found);
  // The schema of `KEYS[kind]` gives the type that `CursorKey<Kind>` names; the compiler cannot follow the index.
  return key.success ? (key.data as CursorKey<Kind>) : null;
}

/** A cursor that points past the end of what there is, as after a restored backup. */
export function cursorExpired(): CodedError {
  return new CodedError(
    'CURSOR_EXPIRED',
    'The cursor points past the end of the stored data. Read the list again from its beginning.',
  );
}

function parseCursor(text: string): unknown {
  if (text.length > LONGEST || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
