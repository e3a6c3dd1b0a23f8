import { z } from 'zod';
import { deletionSchema, FORM_VERSION, headerSchema, siteSchema, trailerSchema } from '../../../archive/frame.ts';
import type { Header, SiteEnds } from '../../../archive/frame.ts';
import type { Kind } from '../../../archive/kind.ts';
import { KINDS, schemaOf } from '../../../archive/kinds.ts';
import { ImportError } from '../../import-error.ts';
import { createLineage } from './lineage.ts';
import type { ArchiveLine } from './read-archive.ts';

/** A row as the archive has it; what it may hold has been checked. */
export type Values = Readonly<Record<string, unknown>>;

export interface ParsedRecord {
  readonly kind: Kind;
  readonly values: Values;
  readonly line: number;
}

export type Parsed =
  | ({ readonly what: 'record' } & ParsedRecord)
  | { readonly what: 'deletion'; readonly kind: Kind; readonly key: readonly string[]; readonly line: number }
  | { readonly what: 'site'; readonly ends: SiteEnds; readonly line: number }
  | { readonly what: 'trailer'; readonly counts: Readonly<Record<string, number>>; readonly line: number }
  | { readonly what: 'fault'; readonly type: string; readonly reason: string; readonly line: number };

const known = new Map(KINDS.map((kind) => [kind.type, { kind, schema: schemaOf(kind) }]));
const typed = z.looseObject({ type: z.string() });
const decoder = new TextDecoder('utf-8', { fatal: true });

/** @throws {ImportError} for a first line that is not that of an archive, or of a later version of the form. */
export function parseHeader({ bytes, number }: ArchiveLine): Header {
  const parsed = headerSchema.safeParse(readJson(bytes));
  if (parsed.success) return parsed.data;
  const { version } = z.looseObject({ version: z.unknown() }).catch({ version: null }).parse(readJson(bytes));
  throw new ImportError(
    typeof version === 'number' && version > FORM_VERSION
      ? `the archive has version ${version} of its form; this release reads version ${FORM_VERSION}: import it with a later release`
      : `the first line is not the header of an archive: ${explain(parsed.error)}`,
    number,
  );
}

/** Parses the lines of an archive in their order, from the second on: what a line may hold depends on those before it. */
export function createLineParser(): (line: ArchiveLine) => Parsed {
  const findInOthers = createLineage();
  return (line) => {
    const parsed = parseLine(line);
    if (parsed.what !== 'record' || parsed.kind.type !== 'comment') return parsed;
    const reason = findInOthers(parsed.values);
    return reason === null ? parsed : { what: 'fault', type: 'comment', reason, line: parsed.line };
  };
}

function parseLine({ bytes, number: line }: ArchiveLine): Parsed {
  const fault = (reason: string, type = 'lines'): Parsed => ({ what: 'fault', type, reason, line });
  const json = readJson(bytes);
  if (json === undefined) return fault('no JSON in UTF-8');
  const line0 = typed.safeParse(json);
  if (!line0.success) return fault('no record: a line is an object with a type');

  const { type } = line0.data;
  const found = known.get(type);
  if (found !== undefined) {
    const parsed = found.schema.safeParse(json);
    if (!parsed.success) return fault(explain(parsed.error), type);
    const contradiction = found.kind.findContradiction?.(parsed.data) ?? null;
    if (contradiction !== null) return fault(contradiction, type);
    return { what: 'record', kind: found.kind, values: parsed.data, line };
  }
  return parseOther({ type, json, line }) ?? fault(`of the unknown type "${type.slice(0, 40)}"`);
}

function parseOther({ type, json, line }: { type: string; json: unknown; line: number }): Parsed | null {
  const deletion = deletionSchema.safeParse(json);
  if (deletion.success) {
    const kind = known.get(deletion.data.of)?.kind;
    return kind !== undefined && isKeyOf(kind, deletion.data.key)
      ? { what: 'deletion', kind, key: deletion.data.key, line }
      : { what: 'fault', type, reason: 'of a row that cannot be', line };
  }
  const site = siteSchema.safeParse(json);
  if (site.success) return { what: 'site', ends: site.data, line };
  const trailer = trailerSchema.safeParse(json);
  if (trailer.success) return { what: 'trailer', counts: trailer.data.counts, line };
  return ['deletion', 'site', 'trailer'].includes(type)
    ? { what: 'fault', type, reason: 'of another shape', line }
    : null;
}

function isKeyOf({ key, fields }: Kind, values: readonly string[]): boolean {
  const matches = (name: string, value = '') =>
    name === 'seq' ? /^\d{1,9}$/.test(value) : fields[name]?.schema.safeParse(value).success;
  return key.length === values.length && key.every((name, place) => matches(name, values[place]) === true);
}

/** Undefined where there is none. */
function readJson(bytes: Buffer): unknown {
  try {
    const json: unknown = JSON.parse(decoder.decode(bytes));
    return json;
  } catch {
    return undefined;
  }
}

function explain({ issues: [issue] }: z.ZodError): string {
  return issue === undefined ? 'faulty' : `${issue.path.join('.') || 'the line'}: ${issue.message}`;
}
