import { Kind, visit, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { mapFragments } from '../documents/fragments.ts';
import type { Execution } from './executor.ts';
import { planRoot, type PlannedField, type Scope } from './plan.ts';

interface Plan {
  readonly scope: Scope;
  readonly fields: readonly PlannedField[];
  /** The values of the variables that it depends on. */
  readonly key: string;
  readonly operationPlans: OperationPlans;
}

interface OperationPlans {
  /** The variables that decide what is left out. */
  readonly conditions: readonly string[];
  readonly kept: Map<string, Plan>;
}

const MOST_FIELDS = 1_000; // some 300 KB
const MOST_PLANS = 8; // of one operation

/** Plans of operations. A plan is made where executions come to, and lives as long as its document is kept. */
export class Plans {
  readonly #schema: GraphQLSchema;
  readonly #byOperation = new WeakMap<OperationDefinitionNode, OperationPlans>();

  constructor({ schema }: { readonly schema: GraphQLSchema }) {
    this.#schema = schema;
  }

  /** The plan that was kept, or a new one. */
  find({ document, operation, variables }: Pick<Execution, 'document' | 'operation' | 'variables'>): Plan {
    const operationPlans = this.#ofOperation(document, operation);
    const key = operationPlans.conditions.map((name) => variables[name]).join();
    const known = operationPlans.kept.get(key);
    if (known !== undefined) return known;

    const fragments = Object.fromEntries(mapFragments(document));
    const scope: Scope = { schema: this.#schema, fragments, operation, planned: 0 };
    return { scope, fields: planRoot(scope, variables), key, operationPlans };
  }

  /** Keeps a plan for the next execution, unless the one that has ended made it too large. */
  keep(plan: Plan): void {
    const { kept } = plan.operationPlans;
    if (plan.scope.planned > MOST_FIELDS) {
      kept.delete(plan.key);
    } else if (!kept.has(plan.key)) {
      if (kept.size >= MOST_PLANS) kept.clear();
      kept.set(plan.key, plan);
    }
  }

  #ofOperation(document: DocumentNode, operation: OperationDefinitionNode): OperationPlans {
    const known = this.#byOperation.get(operation);
    if (known !== undefined) return known;
    const made: OperationPlans = { conditions: findConditions(document), kept: new Map() };
    this.#byOperation.set(operation, made);
    return made;
  }
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
