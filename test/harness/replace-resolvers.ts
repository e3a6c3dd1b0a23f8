import { isObjectType } from 'graphql';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/**
 * Puts a resolver in place of that of every field, or leaves it where there is none to put. The schema is that of all files of the process:
 * the function that is returned puts back what was there.
 */
export function replaceResolvers(
  schema: GraphQLSchema,
  replace: (resolve: Resolver | undefined) => Resolver | undefined,
): () => void {
  const originals: (() => void)[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      const replaced = replace(resolve);
      if (replaced === undefined) continue;
      field.resolve = replaced;
      originals.push(() => {
        if (resolve === undefined) delete field.resolve;
        else field.resolve = resolve;
      });
    }
  }
  return () => originals.forEach((putBack) => putBack());
}
