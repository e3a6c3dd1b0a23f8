// What a field of a record may hold: as the database stores it, and as a file may have it. A file is untrusted input.
import { z } from 'zod';
import { isHandle } from '../text/handle.ts';
import { parseUrl } from '../text/address/parse-url.ts';
import { isSlug } from '../text/slug.ts';
import { isStorable } from '../text/text.ts';

/** A field of a record: the type of its column, and what is accepted for it. */
interface Field {
  /** As PostgreSQL writes it. */
  readonly type: string;
  readonly schema: z.ZodType;
}

export type Fields = Readonly<Record<string, Field>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const MOST = 2_000_000_000; // of an int of PostgreSQL, with room for what is counted on from it
const MOST_POSITIONS = 2 ** 52; // a number holds them exactly, and as many again

const STORABLE = 'expected text without NUL and lone surrogates';

export const uuidSchema = z.string().regex(UUID, 'expected a UUID in lower case');
export const timeSchema = z
  .string()
  .regex(TIME, 'expected a time such as 2026-11-28T09:30:00.000Z')
  .refine((time) => !Number.isNaN(Date.parse(time)), 'expected a day and a time that exist');
const textSchema = z.string().refine(isStorable, STORABLE);
export const intSchema = z.int().min(0).max(MOST);
export const positionSchema = z.int().min(0).max(MOST_POSITIONS);

export const uuid: Field = { type: 'uuid', schema: uuidSchema };
export const text: Field = { type: 'text', schema: textSchema };
export const time: Field = { type: 'timestamptz', schema: timeSchema };
export const bool: Field = { type: 'bool', schema: z.boolean() };
export const int: Field = { type: 'int4', schema: intSchema };
export const positive: Field = { type: 'int4', schema: z.int().min(1).max(MOST) };
export const position: Field = { type: 'int8', schema: positionSchema };
export const ints: Field = { type: 'int4[]', schema: z.array(intSchema) };
export const texts: Field = { type: 'text[]', schema: z.array(textSchema) };
export const slug: Field = { type: 'text', schema: textSchema.refine(isSlug, 'expected a slug') };
export const handle: Field = { type: 'text', schema: textSchema.refine(isHandle, 'expected a handle') };
export const address: Field = {
  type: 'text',
  schema: z
    .string()
    .regex(/^https?:\/\//, 'expected an address of http or https')
    .refine((url) => isStorable(url) && parseUrl(url) !== null, 'expected an address of http or https'),
};

/** An enum of the database; Prisma generates its labels. */
export function oneOf(type: string, labels: Readonly<Record<string, string>>): Field {
  return { type, schema: z.enum(Object.values(labels)) };
}

export function nullable({ type, schema }: Field): Field {
  return { type, schema: schema.nullable() };
}

/** Whoever wrote or did something: an account, or a guest. */
export const commenter = { authorId: nullable(uuid), voiceHash: nullable(text) };
