// What a format makes of its files, in the terms of this service. It is all that the writing side knows of a format: a new
// format is one more function of the type `PrepareExport`.
import type { CommentStatus } from '../generated/prisma/enums.ts';
import type { Fault } from './report/fault.ts';
import type { Tally } from './report/tally.ts';

/**
 * Reads whole files, so that what is wrong with their last lines is known before anything is written.
 *
 * @throws {ImportError} with the line, for files of another format.
 */
export type PrepareExport = (files: readonly string[], options: PrepareOptions) => Promise<PreparedExport>;

export interface PrepareOptions {
  /** Counts what is found here and not again while the posts are read: faults of the files, and their authors. */
  readonly tally: Tally;
  /** The address under which the site is known here; null for the one that the files name. */
  readonly site: string | null;
  readonly onStep: (step: ReadStep) => void;
}

/** What has been read since the last call. */
export interface ReadStep {
  readonly bytes: number;
  /** What was wrong in it, and mended. */
  readonly faults: readonly Fault[];
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
  /** The number of authors in the files of whom nothing is imported. */
  readonly silentAuthors: number;
  /** By what the site would be recognised under another address. */
  readonly signs: readonly PostSign[];
  /** The first fault of the files, of whatever kind. */
  readonly firstFault: Fault | null;
  /** What somebody should know before anything is written, in a sentence each. */
  readonly warnings: readonly string[];
  /** Ends it, whatever was read: what it keeps on the disk is removed. */
  readonly close?: () => Promise<void>;
  /** Reads the files again and gives their posts one by one. What is left out is counted. */
  readPosts(options: {
    readonly tally: Tally;
    readonly onStep: (step: ReadStep) => void;
  }): AsyncGenerator<PreparedPost>;
}

export interface PostSign {
  readonly externalId: string;
  readonly publishedAt: Date;
  /** As the other software has it. */
  readonly slug: string;
}

export interface PreparedAuthor {
  readonly externalId: string;
  /** Wished for; it may be taken. */
  readonly handle: string;
  readonly displayName: string;
  /** The address of a picture. */
  readonly avatarUrl?: string | null;
  /** Whoever was not allowed to write there. */
  readonly mute?: PreparedMute | null;
}

export interface PreparedMute {
  readonly reason: string;
  /** Null: for good. */
  readonly until: Date | null;
}

/** A page that somebody else publishes, as `readPageAddress` has its address. */
export interface PreparedPage {
  readonly url: string;
  readonly key: string;
}

export interface PreparedTag {
  readonly slug: string;
  readonly label: string;
}

export interface PreparedPost {
  readonly externalId: string;
  /** Where it stands in the file. */
  readonly line: number;
  readonly authorExternalId: string | null;
  /** Where the text stands, for a post that only points at a page. Another post that points there already is the same. */
  readonly page?: PreparedPage;
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
  /** What the other software had in its place; the same where nothing had to change. */
  readonly formerSlug: string;
  readonly title: string;
  readonly excerpt: string;
  /** Null for a page, as its HTML. */
  readonly body: string | null;
  readonly bodyHtml: string | null;
}

export interface ConvertibleComment {
  readonly externalId: string;
  readonly line: number;
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
  /** Empty for one that was withdrawn. */
  readonly body: string;
  readonly bodyHtml: string;
  readonly createdAt: Date;
  readonly editedAt?: Date | null;
  /** A comment that is not shown keeps its place, and its replies. */
  readonly status?: CommentStatus;
  readonly votes?: PreparedVotes;
}

/** The votes for a comment. */
interface PreparedVotes {
  /** The external ids of authors. */
  readonly voters: readonly string[];
  /** The number of the votes of others, of whom nothing is known. */
  readonly others: number;
}
