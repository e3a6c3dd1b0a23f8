import { isSiteAddress } from '../../import/source.ts';
import { badRequest } from './refuse.ts';
import { FORMAT_NAMES } from './import-formats.ts';
import type { ImportCall } from './run-import.ts';
import { EXPORT_FORMATS, type ExportCall } from './write-export.ts';

/** @throws {Refusal} */
export function readExportQuery(query: URLSearchParams): ExportCall {
  requireKnown(query, ['after', 'format']);
  const after = query.get('after');
  const given = query.get('format');
  const format = EXPORT_FORMATS.find((name) => name === given) ?? null;
  if (given !== null && format === null) {
    throw badRequest(`Expected format to be ${EXPORT_FORMATS.join(' or ')}; found "${given}".`);
  }
  if (format !== null && after !== null) {
    throw badRequest('after goes with our own form only: those of other software are always whole.');
  }
  return { after, format };
}

export interface ImportQuery extends Omit<ImportCall, 'files'> {
  /** Whether everything that was not taken as it stood is told. */
  readonly hasRemarks: boolean;
  /** In their order; the size is null where the only file is all that is sent. */
  readonly files: readonly GivenFile[];
}

export interface GivenFile {
  /** As the client calls it. */
  readonly name: string;
  /** In bytes. */
  readonly size: number | null;
}

/** @throws {Refusal} */
export function readImportQuery(query: URLSearchParams): ImportQuery {
  requireKnown(query, ['dryRun', 'strict', 'remarks', 'site', 'format', 'file', 'size']);
  const site = query.get('site');
  if (site !== null && !isSiteAddress(site)) {
    throw badRequest(`Expected site to be the address of a site, such as https://blog.example.org; found "${site}".`);
  }
  const format = query.get('format');
  if (format !== null && !FORMAT_NAMES.includes(format)) {
    throw badRequest(`Expected format to be one of ${FORMAT_NAMES.join(', ')}; found "${format}".`);
  }
  return {
    isDryRun: readFlag(query, 'dryRun'),
    isStrict: readFlag(query, 'strict'),
    hasRemarks: readFlag(query, 'remarks'),
    ...{ site, format, files: readFiles(query) },
  };
}

function readFiles(query: URLSearchParams): GivenFile[] {
  const [names, sizes] = [query.getAll('file'), query.getAll('size')];
  if (names.length < 2 && sizes.length === 0) return [{ name: names[0] ?? 'the file', size: null }];
  if (sizes.length !== names.length || sizes.some((size) => !/^\d{1,15}$/.test(size))) {
    throw badRequest('Expected a size, in bytes, for each file.');
  }
  return names.map((name, at) => ({ name, size: Number(sizes[at]) }));
}

function readFlag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name) ?? 'false';
  if (value !== 'true' && value !== 'false') {
    throw badRequest(`Expected ${name} to be true or false; found "${value}".`);
  }
  return value === 'true';
}

function requireKnown(query: URLSearchParams, known: readonly string[]): void {
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw badRequest(`Expected no parameters but ${known.join(', ')}; found "${unknown}".`);
}
