import { sql } from '../database/sql.ts';
import type { Sql } from '../database/sql.ts';

/**
 * Whose data it is: an account's or an imported author's, by the author row; a guest's, by the voice; or, of a guest without one, who
 * cannot be recognised, the comment alone. A held comment that was approved is a comment under the same id.
 */
export type Person =
  { readonly authorId: string } | { readonly voiceHash: string } | { readonly writtenId: string };

/** Whether the person wrote the comment or the held comment of an alias, and it is not erased. */
export function isWrittenBy(person: Person, written: Sql): Sql {
  if ('authorId' in person) return sql`${written}.author_id = ${person.authorId}::uuid`;
  if ('voiceHash' in person) return sql`${written}.voice_hash = ${person.voiceHash}`;
  return sql`(${written}.id = ${person.writtenId}::uuid AND ${written}.author_id IS NULL AND ${written}.voice_hash IS NULL
    AND (${written}.body <> '' OR ${written}.subject IS NOT NULL OR ${written}.guest_name IS NOT NULL))`;
}

/** Whether the person made the report `f`, and it is not erased. */
export function isReportedBy(person: Person): Sql {
  if ('authorId' in person) {
    return sql`(f.author_id = ${person.authorId}::uuid AND (f.note IS NOT NULL OR f.resolved_at IS NULL))`;
  }
  return 'voiceHash' in person ? sql`f.voice_hash = ${person.voiceHash}` : sql`FALSE`;
}

/** Whether the person gave the reaction `r`. */
export function isReactedBy(person: Person): Sql {
  if ('authorId' in person) return sql`r.author_id = ${person.authorId}::uuid`;
  return 'voiceHash' in person ? sql`r.voice_hash = ${person.voiceHash}` : sql`FALSE`;
}

/** What a person wrote, for Prisma. */
export function whereWritten(person: Person) {
  return 'writtenId' in person ? { id: person.writtenId, authorId: null, voiceHash: null } : person;
}

/** What else is a person's, for Prisma; null for a guest without a voice, who has nothing else. */
export function whereOf(person: Person) {
  return 'writtenId' in person ? null : person;
}
