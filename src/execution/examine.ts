import { OperationTypeNode, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../config/limits.ts';
import { requirePrice } from './price/price.ts';
import { coerceVariables, requireFewValues, type CoercedVariables } from './variables.ts';

/** What is to be examined: an operation of a valid document, and its variables. */
interface Examinee {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
}

/** What a document and its variables say by themselves, whoever sends them. */
export interface Examined extends CoercedVariables {
  readonly price: number;
  /** Stands for the query with these variables; null for what is not worth remembering. */
  readonly key: string | null;
}

interface ExaminerOptions {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  /** Whether a fault may suggest names of the schema. */
  readonly hasSuggestions: boolean;
}

const KEPT = 5_000; // queries with their variables
const LONGEST_KEY = 512; // characters: the id or the slug of a post, and where its page begins

/** Examines operations before they are executed, and remembers what it found of queries that are asked again and again. */
export class Examiner {
  readonly #options: ExaminerOptions;
  readonly #known = new LRUCache<string, Examined>({ max: KEPT });
  readonly #numbers = new WeakMap<OperationDefinitionNode, number>();
  #lastNumber = 0;

  constructor(options: ExaminerOptions) {
    this.#options = options;
  }

  /** @throws {CodedError} `QUERY_TOO_COMPLEX` */
  examine(examinee: Examinee): Examined {
    requireFewValues(examinee, this.#options.limits.variableValues);
    const key = this.#keyOf(examinee);
    const known = key === null ? undefined : this.#known.get(key);
    if (known !== undefined) return known;

    const { schema, limits } = this.#options;
    const { document, definition, variables } = examinee;
    const price = requirePrice({ schema, limits, document, operation: definition, variables });
    const examined = { price, ...coerceVariables(examinee, this.#options), key };
    if (key !== null) this.#known.set(key, examined);
    return examined;
  }

  #keyOf({ definition, variables }: Examinee): string | null {
    if (definition.operation !== OperationTypeNode.QUERY) return null;
    const text = JSON.stringify(variables ?? null);
    return text.length > LONGEST_KEY ? null : `${this.#numberOf(definition)} ${text}`;
  }

  /** Lives as long as the document is kept, and is given once. */
  #numberOf(definition: OperationDefinitionNode): number {
    const known = this.#numbers.get(definition);
    if (known !== undefined) return known;
    this.#lastNumber += 1;
    this.#numbers.set(definition, this.#lastNumber);
    return this.#lastNumber;
  }
}
