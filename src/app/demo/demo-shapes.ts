import type { Premoderation } from '../../config/premoderation.ts';
import type { ModerationAction } from '../../domain/moderation/moderate-comment.ts';
import type { PinnedPlace } from '../../domain/moderation/pin-comment.ts';
import type { FlagReason } from '../../generated/prisma/enums.ts';

/** A person with an account in the demo. */
export interface DemoPerson {
  readonly handle: string;
  readonly name: string;
  readonly role: 'READER' | 'AUTHOR' | 'MODERATOR';
}

/** One comment of the demo. */
export interface DemoComment {
  /** 1, 2, 3 … in the order of writing. It equals the place in the list; written out, it makes `to` readable. */
  readonly number: number;
  /** The handle of a person, or a guest with or without a name. */
  readonly by: string | { readonly guest: string | null };
  /** The number of the parent comment; absent for a top-level comment. */
  readonly to?: number;
  readonly subject?: string;
  readonly body: string;
  /** The text after an edit. */
  readonly editedTo?: string;
  readonly isWithdrawn?: boolean;
}

/** A reaction of a person, by handle, to a comment, by number. */
export interface DemoReaction {
  readonly number: number;
  readonly kind: string;
  readonly by: string;
}

/** What a reader or a moderator does about a discussion, soon after the comment with the number `after`. */
export type DemoAction = { readonly after: number; readonly by: DemoComment['by'] } & (
  | DemoHold
  | DemoReport
  | { readonly kind: 'moderate'; readonly number: number; readonly action: ModerationAction; readonly reason: string }
  | { readonly kind: 'pin'; readonly number: number; readonly as: PinnedPlace }
);

/** A comment that is held, and therefore has no number. */
interface DemoHold {
  readonly kind: 'hold';
  readonly rule: Premoderation;
  readonly to: number;
  readonly body: string;
}

/** A report of a comment, by number. */
interface DemoReport {
  readonly kind: 'flag';
  readonly number: number;
  readonly reason: FlagReason;
  readonly note: string | null;
}

/** One post of the demo, with its discussion. */
export interface DemoPost {
  readonly slug: string;
  readonly title: string;
  readonly kicker: string;
  /** The handle of a person with the role AUTHOR. */
  readonly by: string;
  /** The hours between its publication and the first start. */
  readonly hoursAgo: number;
  /** The minutes between its newest comment and the first start. */
  readonly lastCommentMinutesAgo: number;
  readonly topics: readonly string[];
  readonly companies: readonly string[];
  readonly body: string;
  readonly isClosed?: boolean;
  readonly comments: readonly DemoComment[];
  readonly reactions?: readonly DemoReaction[];
  readonly actions?: readonly DemoAction[];
}

/** A reply that the demo commenter can write. */
export interface DemoRemark {
  readonly by: string | { readonly guest: string | null };
  readonly body: string;
}

/** A report that the demo commenter can make. */
export interface DemoComplaint {
  readonly by: string;
  readonly reason: FlagReason;
  readonly note: string;
}
