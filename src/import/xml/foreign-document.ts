import { ImportError } from '../import-error.ts';
import type { Shape } from './shape.ts';

interface Found {
  readonly name: string;
  readonly line: number;
}

export function unexpectedElement(
  { title }: Shape,
  { found, expected }: { readonly found: Found; readonly expected: string },
): ImportError {
  return new ImportError(`not a ${title}: it has <${found.name}> where <${expected}> was expected`, found.line);
}

/** @param first what the document begins with; null for one without any element. */
export function foreignDocument(shape: Shape, first: Found | null): ImportError {
  const [expected = ''] = shape.containers;
  if (first === null) return new ImportError(`not a ${shape.title}: there is no <${expected}> in it`, 1);
  return unexpectedElement(shape, { found: first, expected });
}
