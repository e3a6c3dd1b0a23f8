import { GraphQLError, type DocumentNode, type ExecutionResult } from 'graphql';

/**
 * The errors of a result, one for each value that is null because of them. Where an error of an item nulls a whole list,
 * graphql-js stops at the first; a compiled query goes on, and has an error for every item
 * (https://spec.graphql.org/draft/#sec-Handling-Execution-Errors: only one should be added then).
 */
export function oneForEachNull({ data, errors = [] }: ExecutionResult): readonly GraphQLError[] {
  const nulled = new Set<string>();
  return errors.filter(({ path = [] }) => {
    const place = findNull(data, path).join();
    if (nulled.has(place)) return false;
    nulled.add(place);
    return true;
  });
}

/** The beginning of a path at which a result is null. */
function findNull(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let value: unknown = data;
  for (const [depth, key] of path.entries()) {
    if (typeof value !== 'object' || value === null) return path.slice(0, depth);
    value = Reflect.get(value, key);
  }
  return path;
}

/** The same error as graphql-js makes it: it knows the place in the document by offset, graphql-jit by line and column. */
export function relocate(
  { message, locations = [], path, originalError }: GraphQLError,
  document: DocumentNode,
): GraphQLError {
  const source = document.loc?.source;
  return new GraphQLError(message, {
    ...(source !== undefined && { source, positions: locations.map((place) => findOffset(source.body, place)) }),
    path: path ?? null,
    originalError: originalError ?? null,
  });
}

function findOffset(text: string, { line, column }: { readonly line: number; readonly column: number }): number {
  const before = text.split(/\r\n|[\n\r]/g, line - 1);
  let offset = 0;
  for (const { length } of before) {
    offset += length;
    offset += text.startsWith('\r\n', offset) ? 2 : 1;
  }
  return offset + column - 1;
}
