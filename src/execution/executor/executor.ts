import {
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { JsonText, type WrittenResult } from './json-text.ts';
import { join, type Output } from './output.ts';
import { Plans } from './plans.ts';
import type { Run } from './run.ts';
import { writeObject, writeSerially } from './write.ts';

/** What one execution is given. */
export interface Execution {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced, with their defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: object;
  /** The event of a subscription. */
  readonly rootValue?: unknown;
}

/**
 * Executes valid operations (https://spec.graphql.org/draft/#sec-Execution), and writes what they answer as JSON while it walks. What
 * is the same each time that an operation is executed is found out once: which fields an object of a type has, their resolvers and
 * their arguments.
 */
export class Executor {
  readonly #plans: Plans;

  constructor(options: { readonly schema: GraphQLSchema }) {
    this.#plans = new Plans(options);
  }

  execute(execution: Execution): WrittenResult | Promise<WrittenResult> {
    const { operation, context, variables, rootValue } = execution;
    const run: Run = { context, variables, rootValue, errors: [] };
    const output: Output = [];
    const root = { source: rootValue, path: undefined, output, run };
    const plan = this.#plans.find(execution);
    const succeed = () => {
      this.#plans.keep(plan);
      return toResult(join(output), run);
    };
    const fail = (error: unknown) => {
      this.#plans.keep(plan);
      return toFailure(error, run);
    };
    try {
      const isSerial = operation.operation === OperationTypeNode.MUTATION;
      const written = isSerial ? writeSerially(plan.fields, root) : writeObject(plan.fields, root);
      return written === undefined ? succeed() : written.then(succeed, fail);
    } catch (error) {
      return fail(error);
    }
  }
}

function toResult(data: string, { errors }: Run): WrittenResult {
  return errors.length === 0 ? { data: new JsonText(data) } : { errors, data: new JsonText(data) };
}

function toFailure(error: unknown, { errors }: Run): WrittenResult {
  if (!(error instanceof GraphQLError)) throw error;
  return { errors: [...errors, error], data: null };
}
