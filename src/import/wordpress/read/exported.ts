// A parsed export in the terms of WordPress. Its texts are still HTML.

export interface ExportedAuthor {
  /** WordPress' number of the author; older exports have none. */
  readonly id: string | null;
  readonly login: string;
  readonly displayName: string;
}

export interface ExportedTerm {
  readonly slug: string;
  /** HTML, as WordPress keeps it: `R&amp;D`. */
  readonly label: string;
}

export interface ExportedComment {
  readonly id: string;
  readonly line: number;
  readonly parentId: string | null;
  readonly userId: string | null;
  readonly authorName: string;
  readonly content: string;
  /** `1`, `0`, `spam`, `trash` … */
  readonly approved: string;
  /** Empty or `comment` for a comment that a person wrote. */
  readonly type: string;
  readonly writtenAt: Date;
}

export interface ExportedPost {
  readonly id: string;
  readonly line: number;
  readonly title: string;
  /** Where readers find it: Whatever the file says. Empty where the file does not say. */
  readonly address: string;
  readonly slug: string;
  readonly login: string;
  readonly content: string;
  readonly excerpt: string;
  readonly publishedAt: Date;
  readonly updatedAt: Date;
  readonly isOpen: boolean;
  readonly terms: readonly ExportedTerm[];
  readonly comments: readonly ExportedComment[];
}
