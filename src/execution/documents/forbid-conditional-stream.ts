import { GraphQLError, Kind, OperationTypeNode } from 'graphql';
import type { ASTVisitor, SelectionSetNode, ValidationContext } from 'graphql';

/**
 * The root field of a subscription must not be skipped or included conditionally: nothing might be left to subscribe to.
 * https://spec.graphql.org/draft/#sec-Single-Root-Field
 */
export function forbidConditionalStream(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return;
      checkSelections(operation.selectionSet, { context, seen: new Set() });
    },
  };
}

function checkSelections(
  { selections }: SelectionSetNode,
  { context, seen }: { context: ValidationContext; seen: Set<string> },
): void {
  for (const selection of selections) {
    const condition = selection.directives?.find(({ name }) => name.value === 'skip' || name.value === 'include');
    if (condition !== undefined) {
      const message = `The root field of a subscription takes no @${condition.name.value}.`;
      context.reportError(new GraphQLError(message, { nodes: condition }));
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) checkSelections(selection.selectionSet, { context, seen });
    if (selection.kind === Kind.FRAGMENT_SPREAD && !seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = context.getFragment(selection.name.value);
      if (fragment) checkSelections(fragment.selectionSet, { context, seen });
    }
  }
}
