// What a format makes of its file, in the terms of this service. It is all that the writing side knows of a format: a new
// format is one more function of the type `PrepareExport`.
import type { Tally } from './tally.ts';

/**
 * Reads a whole file and checks what an import relies on, so that a fault in its last line is found before anything is
 * written.
 *
 * @throws {ImportError} with the line.
 */
export type PrepareExport = (file: string, onStep: (step: ReadStep) => void) => Promise<PreparedExport>;

/** What has been read since the last call. */
export interface ReadStep {
  readonly bytes: number;
  /** Control characters that no text may hold, and that were left out. */
  readonly controls: number;
}

export interface PreparedExport {
  /** The site's own name. */
  readonly title: string;
  /** The site's address, without a slash at the end. */
  readonly address: string;
  /** Stored with every row that comes from this site: a later import recognises its rows by it. */
  readonly source: string;
  /** The authors of everything that is imported. */
  readonly authors: readonly PreparedAuthor[];
  /** The number of authors in the file of whom nothing is imported. */
  readonly silentAuthors: number;
  /** Reads the file again and gives its posts one by one. What is left out is counted. */
  readPosts(options: {
    readonly tally: Tally;
    readonly onStep: (step: ReadStep) => void;
  }): AsyncGenerator<PreparedPost>;
}

export interface PreparedAuthor {
  readonly externalId: string;
  /** Wished for; it may be taken. */
  readonly handle: string;
  readonly displayName: string;
}

export interface PreparedTag {
  readonly slug: string;
  readonly label: string;
}

export interface PreparedPost {
  readonly externalId: string;
  readonly authorExternalId: string | null;
  readonly isOpen: boolean;
  readonly publishedAt: Date;
  readonly updatedAt: Date;
  readonly tags: readonly PreparedTag[];
  /** Tags that the other software gives to posts without any. They are skipped. */
  readonly defaultTags: readonly PreparedTag[];
  /** Takes time, and is called for a new post only. */
  convert(): PostTexts;
  readonly comments: readonly ConvertibleComment[];
  /** Every comment that the file has of this post, imported or not, with the one that it replies to. */
  readonly parents: ReadonlyMap<string, string | null>;
}

export interface PostTexts {
  /** Wished for; it may be taken. */
  readonly slug: string;
  readonly title: string;
  readonly excerpt: string;
  readonly body: string;
  readonly bodyHtml: string;
}

export interface ConvertibleComment {
  readonly externalId: string;
  /** Takes time, and is called for a new comment only. Empty for a comment without any text. */
  convert(): PreparedComment[];
}

/** A comment, or a part of a long one. */
export interface PreparedComment {
  readonly externalId: string;
  /** Orders comments of the same second. */
  readonly rank: number;
  /** The first part is 0. */
  readonly part: number;
  readonly parentExternalId: string | null;
  /** Null for a guest. */
  readonly authorExternalId: string | null;
  readonly guestName: string | null;
  readonly body: string;
  readonly bodyHtml: string;
  readonly createdAt: Date;
}
