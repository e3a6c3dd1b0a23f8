import { defaultFieldResolver, isObjectType, type GraphQLSchema } from 'graphql';
import { encodeGlobalId } from '../../relay/global-id.ts';

/**
 * Takes away what Pothos puts around the plainest fields, and what each object of a list would pay for: an exposed property has no
 * resolver, and the executor reads it for itself; the id of a node is no promise.
 */
export function leanResolvers(schema: GraphQLSchema): GraphQLSchema {
  const node = schema.getType('Node');
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const isNode = type.getInterfaces().some((one) => one === node);
    for (const field of Object.values(type.getFields())) {
      if (field.resolve === defaultFieldResolver) delete field.resolve;
      if (isNode && field.name === 'id') field.resolve = ({ id }: { id: string }) => encodeGlobalId(type.name, id);
    }
  }
  return schema;
}
