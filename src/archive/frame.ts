// What stands around the records of an archive.
import { z } from 'zod';
import { intSchema, positionSchema, timeSchema, uuidSchema } from './fields.ts';

export const FORM = 'colloquy-archive';
export const FORM_VERSION = 1;

const count = z.int().min(0);

/** The first line: what the file is, and the moment it tells of. */
export const headerSchema = z.object({
  type: z.literal('header'),
  form: z.literal(FORM),
  version: z.literal(FORM_VERSION),
  software: z.string(),
  madeAt: timeSchema,
  databaseId: uuidSchema,
  cursor: z.string(),
  after: z.string().nullable(),
  voiceKey: z.string(),
});

export type Header = z.infer<typeof headerSchema>;

/**
 * A row that was deleted since the cursor of `after`, by its key; of events, all of a post up to a seq. They stand before the records.
 */
export const deletionSchema = z.object({
  type: z.literal('deletion'),
  of: z.string(),
  key: z.array(z.string()).min(1).max(2),
});

/** Where the log of all posts and the log of the moderators' queue stand. After the records. */
export const siteSchema = z.object({
  type: z.literal('site'),
  lastPosition: positionSchema,
  droppedPosition: positionSchema,
  moderationSeq: intSchema,
});

export type SiteEnds = Omit<z.infer<typeof siteSchema>, 'type'>;

/** The last line: how many lines of each type there are. A file without it was cut off. */
export const trailerSchema = z.object({ type: z.literal('trailer'), counts: z.record(z.string(), count) });
