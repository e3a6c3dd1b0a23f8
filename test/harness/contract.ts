import { readFileSync } from 'node:fs';

/** A document of the contract; with `operation`, only that operation. */
export function readContract(name: string, operation?: string): string {
  const source = readFileSync(`test/contract/${name}.graphql`, 'utf8');
  if (operation === undefined) return source;

  const parts = source.split(/^(?=(?:query|mutation|subscription) )/m);
  const part = parts.find((text) => new RegExp(`^\\w+ ${operation}\\b`).test(text));
  if (part === undefined) throw new Error(`There is no operation ${operation} in ${name}.`);
  return part;
}
