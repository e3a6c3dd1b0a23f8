import { z } from 'zod';
import { deletionSchema, FORM_VERSION, headerSchema, siteSchema, trailerSchema } from './frame.ts';
import { KINDS, schemaOf } from './kinds.ts';

/** The JSON Schema of a line of an archive, as a text. */
export function printJsonSchema(): string {
  const lines = [headerSchema, deletionSchema, ...KINDS.map(schemaOf), siteSchema, trailerSchema];
  const schema = {
    title: `A line of an archive of Colloquy, version ${FORM_VERSION}`,
    description: 'docs/archive.md says what the fields mean.',
    ...z.toJSONSchema(z.union(lines)),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
