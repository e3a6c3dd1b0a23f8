import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../config/config-error.ts';
import { hashDocument, isHash, readDocumentId } from '../execution/documents/document-id.ts';
import type { TrustedDocument } from '../execution/documents/trusted-documents.ts';

/** What Apollo's `generate-persisted-query-manifest` writes. */
const manifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});

const FORMS = 'expected {"<id>": "<document>"} or an Apollo persisted query manifest';

/**
 * Reads the documents of a file, or of every `.json` file of a directory.
 *
 * @throws {ConfigError} with every fault, each with its cure.
 */
export function readDocumentFiles(path: string): TrustedDocument[] {
  const faults: string[] = [];
  const documents = listFiles(path).flatMap((file) =>
    readEntries(file).flatMap(([given, text]) => {
      const id = readDocumentId(given);
      const fault = findFault(id, text);
      if (id !== null && fault === null) return [{ id, text, file }];
      faults.push(`TRUSTED_DOCUMENTS: ${file}: the document ${JSON.stringify(given)}: ${fault ?? ''}`);
      return [];
    }),
  );
  if (faults.length > 0) throw new ConfigError(faults);
  return documents;
}

function listFiles(path: string): string[] {
  const names = attempt(() => (statSync(path).isDirectory() ? readdirSync(path) : null), {
    fault: `${path} cannot be read; expected a file of documents, or a directory of such files`,
  });
  if (names === null) return [path];

  const files = names.filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0)
    throw new ConfigError([`TRUSTED_DOCUMENTS: expected a .json file in ${path}, and found none`]);
  return files.map((name) => join(path, name));
}

function readEntries(file: string): (readonly [id: string, text: string])[] {
  const text = attempt(() => readFileSync(file, 'utf8'), { fault: `${file} cannot be read` });
  const json = attempt((): unknown => JSON.parse(text), { fault: `${file} is not JSON; ${FORMS}` });
  const apollo = manifest.safeParse(json);
  if (apollo.success) return apollo.data.operations.map(({ id, body }) => [id, body]);

  // What GraphQL Code Generator and Relay's compiler write: the text of each document by its id.
  const entries = typeof json === 'object' && json !== null && !Array.isArray(json) ? Object.entries(json) : null;
  if (entries?.every(isText)) return entries;
  throw new ConfigError([`TRUSTED_DOCUMENTS: ${file} has another form; ${FORMS}`]);
}

function isText(entry: readonly [id: string, text: unknown]): entry is [id: string, text: string] {
  return typeof entry[1] === 'string';
}

function findFault(id: string | null, text: string): string | null {
  if (id === null) return 'expected an id such as sha256:<64 hexadecimal digits>, or of A–Z a–z 0–9 . _ ~ -';
  return isHash(id) && id !== hashDocument(text)
    ? `expected the SHA-256 of its text, which is ${hashDocument(text)}; write the file anew with the tool that made it`
    : null;
}

function attempt<Result>(read: () => Result, { fault }: { fault: string }): Result {
  try {
    return read();
  } catch (error) {
    throw new ConfigError([`TRUSTED_DOCUMENTS: ${fault} (${String(error)})`]);
  }
}
