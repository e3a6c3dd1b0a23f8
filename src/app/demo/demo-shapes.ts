/** Somebody with an account in the demo. */
export interface DemoPerson {
  readonly handle: string;
  readonly name: string;
  readonly role: 'READER' | 'AUTHOR';
}

/** One comment of the demo. */
export interface DemoComment {
  /** 1, 2, 3 … in the order of writing: the place in the list, written out so that `to` can be read. */
  readonly number: number;
  /** The handle of a person, or a guest with or without a name. */
  readonly by: string | { readonly guest: string | null };
  /** The number of the comment that this one answers; none: the article. */
  readonly to?: number;
  readonly subject?: string;
  readonly body: string;
  /** What it was changed to later. */
  readonly editedTo?: string;
  readonly isWithdrawn?: boolean;
}

/** One post of the demo, with its discussion. */
export interface DemoPost {
  readonly slug: string;
  readonly title: string;
  readonly kicker: string;
  /** The handle of a person with the role AUTHOR. */
  readonly by: string;
  /** How long before the first start it was published. */
  readonly hoursAgo: number;
  /** How long its newest comment has been standing. */
  readonly lastCommentMinutesAgo: number;
  readonly topics: readonly string[];
  readonly companies: readonly string[];
  readonly body: string;
  readonly isClosed?: boolean;
  readonly comments: readonly DemoComment[];
}

/** What the demo commenter writes. */
export interface DemoRemark {
  readonly by: string | { readonly guest: string | null };
  readonly body: string;
}
