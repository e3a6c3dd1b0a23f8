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

/** What variables are once they are coerced, with their defaults; or what is wrong with them. */
export interface CoercedVariables {
  readonly faults: readonly GraphQLError[];
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Coerces the declared variables, as graphql-js does. */
export function coerceVariables(
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
): CoercedVariables {
  const { variableDefinitions = [] } = definition;
  const options = { maxErrors: limits.requestErrors, hideSuggestions: !hasSuggestions };
  const { errors = [], coerced = {} } = getVariableValues(schema, variableDefinitions, { ...variables }, options);
  return { faults: errors.slice(0, limits.requestErrors), variables: coerced }; // one more error says that there are more
}
