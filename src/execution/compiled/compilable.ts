import { Kind, OperationTypeNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode } from 'graphql';
import { mapFragments } from '../documents/fragments.ts';

/**
 * What compiling may cost. It takes some 40 µs for each field and each level that the field is below the root, and cannot give
 * way meanwhile: with this much, some 40 ms.
 */
const MOST = 1_000;

/**
 * Whether a document is worth compiling, and small enough: fragments are copied into each place where they are spread.
 * Mutations spend their time on writing, and introspection is not asked for again and again.
 */
export function isCompilable(document: DocumentNode, { operation, selectionSet }: OperationDefinitionNode): boolean {
  if (operation !== OperationTypeNode.QUERY) return false;
  return weigh(selectionSet, { fragments: mapFragments(document), level: 1, left: MOST }) >= 0;
}

interface Weighing {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly level: number;
  /** What may still be spent. */
  readonly left: number;
}

/** @returns what is left, or a negative number where it was too much. */
function weigh({ selections }: SelectionSetNode, { fragments, level, left }: Weighing): number {
  let rest = left;
  for (const selection of selections) {
    if (rest < 0) return rest;
    const held = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (held?.kind === Kind.FIELD) {
      if (held.name.value === '__schema' || held.name.value === '__type') return -1;
      rest -= level + 2;
    }
    if (held?.selectionSet !== undefined) {
      const below = held.kind === Kind.FIELD ? level + 1 : level;
      rest = weigh(held.selectionSet, { fragments, level: below, left: rest });
    }
  }
  return rest;
}
