import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';

/** A schema in the schema definition language, sorted: what `schema/schema.graphql` holds and `/schema.graphql` serves. */
export function printSdl(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
