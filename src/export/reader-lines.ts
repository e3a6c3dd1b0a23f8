// The rows of src/data/archive/reader-sql.ts.
import { z } from 'zod';

export const writerLine = z.object({ number: z.int(), handle: z.string(), name: z.string() });
export const tagLine = z.object({ number: z.int(), slug: z.string(), label: z.string() });

const postLine = z.object({
  type: z.literal('post'),
  number: z.int(),
  slug: z.string(),
  title: z.string(),
  excerpt: z.string(),
  html: z.string().nullable(),
  address: z.string(),
  login: z.string().nullable(),
  publishedAt: z.string(),
  updatedAt: z.string(),
  isOpen: z.boolean(),
  tags: z.array(z.object({ slug: z.string(), label: z.string() })),
});

const commentLine = z.object({
  type: z.literal('comment'),
  number: z.int(),
  postNumber: z.int(),
  parent: z.int().nullable(),
  isShown: z.boolean(),
  createdAt: z.string(),
  subject: z.string().nullable(),
  html: z.string(),
  guestName: z.string().nullable(),
  author: z.object({ number: z.int(), login: z.string(), name: z.string() }).nullable(),
});

export const discussionLine = z.discriminatedUnion('type', [postLine, commentLine]);

export type PostLine = z.infer<typeof postLine>;
export type CommentLine = z.infer<typeof commentLine>;
