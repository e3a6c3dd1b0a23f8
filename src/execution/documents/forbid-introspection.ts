import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

const INTROSPECTION_FIELDS = new Set(['__schema', '__type']);

/** A validation rule. `__typename` stays: clients need it to tell the members of a union apart. */
export function forbidIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!INTROSPECTION_FIELDS.has(node.name.value)) return;
      context.reportError(
        new GraphQLError('Introspection is off.', { nodes: node, extensions: { code: 'INTROSPECTION_DISABLED' } }),
      );
    },
  };
}
