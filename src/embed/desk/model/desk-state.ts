import type {
  AuditLogQuery,
  CommentItemFragment,
  ModeratedCommentQuery,
  StreamStatus,
  ViewerQuery,
} from '../../../sdk/index.ts';
import { emptyQueue, type Item, type Queue, type QueueEvent } from './queue.ts';
import type { Selection } from './selection.ts';

type Viewer = NonNullable<ViewerQuery['viewer']>;
/** Everything about a comment that a decision needs. */
type Details = NonNullable<ModeratedCommentQuery['comment']>;
export type AuditEntry = AuditLogQuery['auditLog']['nodes'][number];
/** What was decided about something that left the queue. */
type Resolution = Extract<QueueEvent, { __typename: 'ItemResolvedEvent' }>['auditEntry'];

/** The conditions of a search, as the form has them. */
export interface SearchFilter {
  readonly text: string;
  readonly status: string;
  readonly days: number;
  /** A handle, with or without its `@`. */
  readonly commenter: string;
  /** The slug of a post. */
  readonly post: string;
  /** A comment, whoever wrote which; null: by the handle, or by anybody. */
  readonly byWriterOf: Pick<CommentItemFragment, 'id' | 'number'> | null;
}

/** A list of which there may be more. */
interface Paged<Node> {
  readonly nodes: readonly Node[];
  /** Null where there is no more. */
  readonly after: string | null;
}

/** What is shown beside the list. */
export interface Opened {
  readonly item: Item;
  /** How it left the queue while it was open; null while it waits. */
  readonly left: { readonly resolution: Resolution } | null;
  /** Of a held comment: of what it replies to. Null until they are read, and where there are none. */
  readonly details: Details | null;
  /** What its commenter wrote last; null until it is read, and where nobody can tell. */
  readonly history: readonly CommentItemFragment[] | null;
}

/** What a form asks a reason for. */
export interface ReasonForm {
  readonly kind: 'HIDE' | 'TURN_DOWN' | 'MUTE';
  readonly ids: readonly string[];
}

/** What was done last. */
export interface Done {
  readonly text: string;
  /** Null where it cannot be undone. */
  readonly undo: (() => Promise<void>) | null;
}

/** What the desk shows at a moment. */
export interface DeskState {
  readonly phase: 'starting' | 'signed-out' | 'no-moderator' | 'ready';
  readonly viewer: Viewer | null;
  readonly tab: 'queue' | 'search' | 'audit';
  readonly queue: Queue;
  readonly filter: SearchFilter;
  readonly found: Paged<CommentItemFragment>;
  readonly audit: Paged<AuditEntry>;
  readonly isReading: boolean;
  readonly selection: Selection;
  readonly marked: ReadonlySet<string>;
  readonly opened: Opened | null;
  /** Whether it covers the list, where there is no room for both. */
  readonly isOver: boolean;
  readonly form: ReasonForm | null;
  readonly reasons: readonly string[];
  readonly done: Done | null;
  /** Why an action failed, by the id of the item. */
  readonly failures: ReadonlyMap<string, string>;
  readonly failure: string | null;
  readonly status: StreamStatus;
  readonly isHelpOpen: boolean;
  readonly now: number;
}

export const NO_FILTER: SearchFilter = {
  ...{ text: '', status: '', days: 30, commenter: '', post: '', byWriterOf: null },
};

/** A desk at which nobody sits yet. @param reasons those that were given last. */
export function emptyDesk(reasons: readonly string[]): DeskState {
  return {
    ...{ phase: 'starting', viewer: null, tab: 'queue', queue: emptyQueue(null), filter: NO_FILTER },
    ...{ found: { nodes: [], after: null }, audit: { nodes: [], after: null }, isReading: false },
    ...{ selection: { id: null, place: 0 }, marked: new Set(), opened: null, isOver: false, form: null, reasons },
    ...{ done: null, failures: new Map(), failure: null, status: 'connecting', isHelpOpen: false, now: Date.now() },
  };
}

/** Items by their ids, wherever they are shown. */
export function findItems({ opened, found, queue }: DeskState, ids: readonly string[]): readonly Item[] {
  const comments = found.nodes.map((node): Item => ({ __typename: 'Comment', ...node }));
  const all = new Map(
    [...(opened === null ? [] : [opened.item]), ...comments, ...queue.items].map((one) => [one.id, one]),
  );
  return ids.flatMap((id) => all.get(id) ?? []);
}

/** The items of the list that is shown. */
export function itemsOf({ tab, queue, found }: DeskState): readonly Item[] {
  if (tab === 'queue') return queue.items;
  return tab === 'search' ? found.nodes.map((node) => ({ __typename: 'Comment', ...node })) : [];
}

/** What an action is about: everything that is marked, else what is selected. */
export function targetsOf(state: DeskState): readonly Item[] {
  const items = itemsOf(state);
  const marked = items.filter(({ id }) => state.marked.has(id));
  if (marked.length > 0) return marked;
  const item = items.find(({ id }) => id === state.selection.id) ?? state.opened?.item;
  return item === undefined ? [] : [item];
}
