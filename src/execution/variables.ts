import { getVariableValues, type GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Limits } from '../config/limits.ts';
import { CodedError } from '../errors/coded-error.ts';

interface Given {
  readonly definition: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Bounds what the variables of an operation hold. An error about one shows all of it, so a thousand unknown fields would be shown
 * a thousand times.
 *
 * @throws {CodedError} `QUERY_TOO_COMPLEX`
 */
export function requireFewValues({ definition, variables }: Given, limit: number): void {
  const declared = definition.variableDefinitions ?? [];
  const left: unknown[] = declared.map(({ variable }) => variables?.[variable.name.value]);
  for (let count = 0; left.length > 0; count += 1) {
    if (count + left.length > limit) {
      throw new CodedError('QUERY_TOO_COMPLEX', `Expected variables of at most ${limit} values; found more.`);
    }
    const value = left.pop();
    if (typeof value === 'object' && value !== null)
      left.push(...Object.values<unknown>({ ...value }).slice(0, limit + 1));
  }
}

/** The faults of variables, as graphql-js words them: executors word them in other ways, and suggest names of the schema. */
export function findVariableFaults(
  { definition, variables }: Given,
  {
    schema,
    limits,
    hasSuggestions,
  }: {
    readonly schema: GraphQLSchema;
    readonly limits: Pick<Limits, 'requestErrors'>;
    readonly hasSuggestions: boolean;
  },
): readonly GraphQLError[] {
  const { variableDefinitions = [] } = definition;
  if (variableDefinitions.length === 0) return [];
  const options = { maxErrors: limits.requestErrors, hideSuggestions: !hasSuggestions };
  const { errors = [] } = getVariableValues(schema, variableDefinitions, { ...variables }, options);
  return errors.slice(0, limits.requestErrors); // one more says that there are more
}
