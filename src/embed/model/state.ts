import type {
  CommentOrder,
  Discussion,
  DiscussionComment,
  OwnCommentsQuery,
  OwnHeldCommentsQuery,
  StreamStatus,
} from '../../sdk/index.ts';

import type { Settings } from './settings.ts';

type Nodes = OwnCommentsQuery['nodes'][number];

/** What the viewer may do with a comment, and has done. */
export type OwnComment = Extract<Nodes, { __typename: 'Comment' }>;

/** A comment of the viewer's that waits for a moderator, or was turned down. */
export type OwnHeldComment = NonNullable<OwnHeldCommentsQuery['post']>['viewerHeldComments']['nodes'][number];

/** A comment that is being sent, or could not be. */
export interface PendingComment {
  readonly clientMutationId: string;
  readonly body: string;
  readonly guestName: string;
  /** Filled in by what is no person. */
  readonly honeypot: string;
  readonly parent: DiscussionComment | null;
  /** Null while it is on its way. */
  readonly failure: string | null;
}

/** The form that stands open in the list. */
export interface OpenForm {
  readonly kind: 'reply' | 'edit' | 'report';
  readonly commentId: string;
}

/** What the page shows at a moment. Each change makes a new value. */
export interface State {
  readonly phase: 'loading' | 'ready' | 'missing' | 'failed';
  readonly view: CommentOrder;
  readonly isNewestFirst: boolean;
  /** All comments that are loaded, without a hole between them; null before the first page. */
  readonly discussion: Discussion | null;
  /** The cursors of the first and the last page. */
  readonly ends: { readonly start: string | null; readonly end: string | null };
  readonly loading: 'before' | 'after' | null;
  /** Comments with a larger number came while the page was read: they wait until the reader asks for them. */
  readonly shownUpTo: number;
  /** The numbers of comments that the viewer wrote here: they are shown at once. */
  readonly written: ReadonlySet<number>;
  /** The number of the last comment of the last visit; null at the first one. */
  readonly lastVisit: number | null;
  readonly status: StreamStatus;
  readonly pending: readonly PendingComment[];
  readonly held: readonly OwnHeldComment[];
  readonly own: ReadonlyMap<string, OwnComment>;
  readonly form: OpenForm | null;
  /** Why the last action failed; null where it did not. */
  readonly failure: string | null;
  /** What a screen reader is told politely. */
  readonly announced: string;
  /** The number of the comment that a link leads to. */
  readonly linked: number | null;
  readonly now: number;
}

/** What is known before anything is read. */
export function beginWith({ view, isNewestFirst, linked }: Settings, lastVisit: number | null): State {
  return {
    ...{ phase: 'loading', view, isNewestFirst, linked, lastVisit, discussion: null, loading: null, shownUpTo: 0 },
    ...{ ends: { start: null, end: null }, written: new Set(), status: 'connecting', pending: [], held: [] },
    ...{ own: new Map(), form: null, failure: null, announced: '', now: Date.now() },
  };
}

/** Holds the state, and tells of its changes. */
export class Store<Shown = State> {
  #state: Shown;
  readonly #onChange: () => void;

  constructor(state: Shown, onChange: () => void) {
    this.#state = state;
    this.#onChange = onChange;
  }

  get state(): Shown {
    return this.#state;
  }

  set(change: Partial<Shown>): void {
    this.#state = { ...this.#state, ...change };
    this.#onChange();
  }
}
