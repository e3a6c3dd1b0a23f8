import { Kind, visit, type DocumentNode, type SelectionSetNode } from 'graphql';
import type { Limits } from '../../config/limits.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { mapFragments } from './fragments.ts';

export type DocumentLimits = Pick<
  Limits,
  'documentDefinitions' | 'documentAliases' | 'documentDirectives' | 'documentRepeats' | 'documentDepth'
>;

/**
 * Bounds what a document holds, in one walk: before validation, some of whose rules compare each with each.
 *
 * @throws {CodedError} `QUERY_TOO_COMPLEX`
 */
export function requireSimple(document: DocumentNode, limits: DocumentLimits): void {
  const { aliases, directives, repeats } = count(document);
  requireAtMost(limits.documentDefinitions, { found: document.definitions.length, of: 'definitions' });
  requireAtMost(limits.documentAliases, { found: aliases, of: 'aliases' });
  requireAtMost(limits.documentDirectives, { found: directives, of: 'directives' });
  requireAtMost(limits.documentRepeats, { found: repeats, of: 'repeated fields' });
  requireAtMost(limits.documentDepth, { found: findDepth(document), of: 'levels of fields' });
}

function requireAtMost(limit: number, { found, of }: { found: number; of: string }): void {
  if (found <= limit) return;
  throw new CodedError('QUERY_TOO_COMPLEX', `Expected a document of at most ${limit} ${of}; found ${found}.`);
}

function count(document: DocumentNode): { aliases: number; directives: number; repeats: number } {
  let aliases = 0;
  let directives = 0;
  let repeats = 0;
  visit(document, {
    Field: ({ alias }) => {
      if (alias !== undefined) aliases += 1;
    },
    Directive: () => {
      directives += 1;
    },
    SelectionSet: ({ selections }) => {
      const fields = selections.filter((selection) => selection.kind === Kind.FIELD);
      repeats += fields.length - new Set(fields.map(({ alias, name }) => (alias ?? name).value)).size;
    },
  });
  return { aliases, directives, repeats };
}

/** The fields within fields of the deepest operation. A fragment counts where it is spread; in itself, it counts as nothing. */
function findDepth(document: DocumentNode): number {
  const fragments = mapFragments(document);
  const known = new Map<SelectionSetNode, number>();

  const depthOf = (selectionSet: SelectionSetNode | undefined): number => {
    if (selectionSet === undefined) return 0;
    const found = known.get(selectionSet);
    if (found !== undefined) return found;

    known.set(selectionSet, 0); // a circle is a fault that validation names
    let depth = 0;
    for (const selection of selectionSet.selections) {
      const held = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const below = depthOf(held?.selectionSet) + (selection.kind === Kind.FIELD ? 1 : 0);
      depth = Math.max(depth, below);
    }
    known.set(selectionSet, depth);
    return depth;
  };

  return document.definitions.reduce(
    (deepest, definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? Math.max(deepest, depthOf(definition.selectionSet)) : deepest,
    0,
  );
}
