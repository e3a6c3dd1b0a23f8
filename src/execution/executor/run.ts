import type { GraphQLError } from 'graphql';

/** One execution of a plan. */
export interface Run {
  /** Coerced, with their defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: object;
  readonly rootValue: unknown;
  /** The errors of nullable fields, in the order in which they were met. */
  readonly errors: GraphQLError[];
}
