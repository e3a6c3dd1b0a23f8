import {
  execute,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { isCompilable } from './compilable.ts';
import { oneForEachNull, relocate } from './errors.ts';

interface CompiledQueriesOptions {
  readonly schema: GraphQLSchema;
  /** The executions after which a query is compiled. */
  readonly after?: number;
}

/** What one execution is given. */
export interface Execution {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: object;
}

type Query = CompiledQuery['query'];

/** A query that came often enough is asked again: a stranger's first costs no more than its execution. */
const AFTER = 3;

/**
 * Queries as functions, which take a fraction of the time that walking through the document takes. They live as long as the
 * document is kept.
 *
 * What graphql-jit answers with an error of its own has another form than that of graphql-js, so it is left to graphql-js: an
 * input that does not fit, or a value that a resolver should not have returned.
 */
export class CompiledQueries {
  readonly #schema: GraphQLSchema;
  readonly #after: number;
  readonly #executions = new WeakMap<OperationDefinitionNode, number>();
  readonly #queries = new WeakMap<OperationDefinitionNode, Query | null>();

  constructor({ schema, after = AFTER }: CompiledQueriesOptions) {
    this.#schema = schema;
    this.#after = after;
  }

  /** Executes a query whose variables were found to fit. @returns null where graphql-js must execute it. */
  execute(execution: Execution): Promise<ExecutionResult> | ExecutionResult | null {
    const query = this.#find(execution);
    if (query === null) return null;
    const result = query({}, execution.context, execution.variables);
    return result instanceof Promise
      ? result.then((found) => this.#check(found, execution))
      : this.#check(result, execution);
  }

  #find({ document, operation }: Execution): Query | null {
    const known = this.#queries.get(operation);
    if (known !== undefined) return known;
    const executions = (this.#executions.get(operation) ?? 0) + 1;
    this.#executions.set(operation, executions);
    if (executions < this.#after) return null;

    const query = isCompilable(document, operation) ? this.#compile(document, operation) : null;
    this.#queries.set(operation, query);
    return query;
  }

  #compile(document: DocumentNode, operation: OperationDefinitionNode): Query | null {
    const compiled = compileQuery(this.#schema, document, operation.name?.value, {
      disablingCapturingStackErrors: true,
    });
    return isCompiledQuery(compiled) ? compiled.query : null;
  }

  #check(result: ExecutionResult, { document, operation, variables, context }: Execution) {
    if (result.errors === undefined) return result;
    if (result.errors.every(({ originalError }) => originalError !== undefined)) {
      return { ...result, errors: oneForEachNull(result).map((error) => relocate(error, document)) };
    }
    return execute({
      schema: this.#schema,
      document,
      operationName: operation.name?.value ?? null,
      variableValues: variables,
      contextValue: context,
    });
  }
}
