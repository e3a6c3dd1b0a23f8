import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { mapFragments } from '../documents/fragments.ts';
import { JsonText, type WrittenResult } from './json-text.ts';
import { join, type Output } from './output.ts';
import { planRoot, type PlannedField, type Scope } from './plan.ts';
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

interface Plans {
  /** The variables that decide what is left out. */
  readonly conditions: readonly string[];
  readonly byConditions: Map<string, Plan>;
}

interface Plan {
  readonly fields: readonly PlannedField[];
  /** Keeps it for the next execution. */
  readonly keep: () => void;
}

const MOST_FIELDS = 1_000; // some 300 KB
const MOST_PLANS = 8;

/**
 * Executes valid operations (https://spec.graphql.org/draft/#sec-Execution), and writes what they answer as JSON while it walks. What
 * is the same each time that an operation is executed is found out once: which fields an object of a type has, their resolvers and
 * their arguments. A plan is made where an execution comes to, and lives as long as its document is kept.
 */
export class Executor {
  readonly #schema: GraphQLSchema;
  readonly #plans = new WeakMap<OperationDefinitionNode, Plans>();

  constructor({ schema }: { readonly schema: GraphQLSchema }) {
    this.#schema = schema;
  }

  execute({ document, operation, ...given }: Execution): WrittenResult | Promise<WrittenResult> {
    const { context, variables, rootValue } = given;
    const run: Run = { context, variables, rootValue, errors: [] };
    const output: Output = [];
    const root = { source: rootValue, path: undefined, output, run };
    const { fields, keep } = this.#plan({ document, operation, variables });
    try {
      const written =
        operation.operation === OperationTypeNode.MUTATION ? writeSerially(fields, root) : writeObject(fields, root);
      const finish = () => {
        keep();
        return toResult(join(output), run);
      };
      return written === undefined ? finish() : written.then(finish, (error: unknown) => toFailure(error, run));
    } catch (error) {
      return toFailure(error, run);
    }
  }

  #plan({ document, operation, variables }: Pick<Execution, 'document' | 'operation' | 'variables'>): Plan {
    const { conditions, byConditions } = this.#plansOf({ document, operation });
    const key = conditions.map((name) => variables[name]).join();
    const known = byConditions.get(key);
    if (known !== undefined) return known;

    const fragments = Object.fromEntries(mapFragments(document));
    const scope: Scope = { schema: this.#schema, fragments, operation, planned: 0 };
    const fields = planRoot(scope, variables);
    const keep = () => {
      if (scope.planned > MOST_FIELDS) return;
      if (byConditions.size >= MOST_PLANS) byConditions.clear();
      byConditions.set(key, { fields, keep: alreadyKept });
    };
    return { fields, keep };
  }

  #plansOf({ document, operation }: Pick<Execution, 'document' | 'operation'>): Plans {
    const known = this.#plans.get(operation);
    if (known !== undefined) return known;
    const plans: Plans = { conditions: findConditions(document), byConditions: new Map() };
    this.#plans.set(operation, plans);
    return plans;
  }
}

const alreadyKept = () => {};

function toResult(data: string, { errors }: Run): WrittenResult {
  return errors.length === 0 ? { data: new JsonText(data) } : { errors, data: new JsonText(data) };
}

function toFailure(error: unknown, { errors }: Run): WrittenResult {
  if (!(error instanceof GraphQLError)) throw error;
  return { errors: [...errors, error], data: null };
}

/** The variables by which a document includes or skips. */
function findConditions(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
