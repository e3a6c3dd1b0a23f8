// The records of an archive, in the order of the file: what a record refers to stands before it. A record is a row, under the names that
// the API has for it. What can be counted or rendered from other rows is not in it. docs/archive.md says what each field means.
import { z } from 'zod';
import type { Kind } from './kind.ts';
import { DECISIONS } from './records/decisions.ts';
import { DISCUSSIONS } from './records/discussions.ts';
import { LOGS } from './records/logs.ts';
import { PEOPLE_AND_POSTS } from './records/people-and-posts.ts';

export const KINDS: readonly Kind[] = [...PEOPLE_AND_POSTS, ...DISCUSSIONS, ...DECISIONS, ...LOGS];

/** A record of a kind, whose type is known. */
export function schemaOf({ type, fields }: Kind): z.ZodObject {
  const shapes = Object.entries(fields).map(([name, { schema }]) => [name, schema] as const);
  return z.object({ type: z.literal(type), ...Object.fromEntries(shapes) });
}
