// What exports of comments on pages have, whatever software wrote them.
import { z } from 'zod';
import type { PreparedMute } from '../prepared.ts';

/** A page, as a file has it. */
export interface FoundPage {
  readonly line: number;
  /** As it is written there. */
  readonly address: string;
  /** Empty where the file has none. */
  readonly title: string;
  readonly isOpen: boolean;
  readonly publishedAt: Date | null;
  /** Why it is not imported. */
  readonly skip: string | null;
}

/** A person with an account at the other software. */
export interface FoundPerson {
  readonly id: string;
  /** HTML or plain text; empty where there is none. */
  readonly name: string;
  /** Wished for as the handle; the name where it is empty. */
  readonly login: string;
  readonly avatarUrl: string;
  /** Whether the id is a mail address, or a hash of one: nothing of it is stored. */
  readonly hasPrivateId: boolean;
  readonly mute: PreparedMute | null;
}

/** A comment as it waits on the disk. Times are in milliseconds. */
export const foundComment = z.object({
  id: z.string(),
  file: z.string().nullable(),
  line: z.number(),
  parentId: z.string().nullable(),
  /** Null for a guest, and where the file does not say. */
  personId: z.string().nullable(),
  /** The name that a guest gave. */
  name: z.string(),
  text: z.string(),
  isHtml: z.boolean(),
  createdAt: z.number().nullable(),
  editedAt: z.number().nullable(),
  status: z.enum(['PUBLISHED', 'DELETED', 'HIDDEN']),
  /** The ids of persons. */
  voters: z.array(z.string()),
  /** Votes without voters. */
  votes: z.number(),
  /** Why it is not imported. */
  skip: z.string().nullable(),
});

export type FoundComment = z.infer<typeof foundComment>;
