import { TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type FieldNode, type GraphQLSchema } from 'graphql';
import { COVERED } from './covered-fields.ts';

/** The field `post` of a document that asks for one post, and for nothing but what is of its discussion; otherwise null. */
export function findOnlyPost(schema: GraphQLSchema, document: DocumentNode): FieldNode | null {
  const types = new TypeInfo(schema);
  const roots: FieldNode[] = [];
  const others: FieldNode[] = [];
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const name = node.name.value;
        const type = types.getParentType()?.name ?? '';
        if (name !== '__typename' && COVERED[type]?.includes(name) !== true) others.push(node);
        if (type === 'Query' && name === 'post') roots.push(node);
      },
    }),
  );
  const [post] = roots;
  return others.length === 0 && roots.length === 1 && post !== undefined ? post : null;
}
