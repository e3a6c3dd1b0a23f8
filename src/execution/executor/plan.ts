import {
  defaultFieldResolver,
  getArgumentValues,
  getNullableType,
  isLeafType,
  isNonNullType,
  Kind,
  visit,
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
// What graphql-js itself collects fields with; its index does not name them.
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { getFieldDef } from 'graphql/execution/execute.js';
import { completerOf, plainWriterOf, type Completer, type PlainWriter } from './complete.ts';

type Variables = Readonly<Record<string, unknown>>;
type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Arguments = Readonly<Record<string, unknown>>;

/** Where a plan belongs. */
export interface Scope {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly operation: OperationDefinitionNode;
  /** How many fields were planned. */
  planned: number;
}

/** A field of one type of objects: what an execution would find out anew for each of them. */
export class PlannedField {
  readonly scope: Scope;
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  readonly key: string;
  /** What stands before its value, from the beginning of the object or from the field before it. */
  readonly opening: string;
  /** The same, with the quote of a text behind it. */
  readonly openingText: string;
  /** Null for a property of the parent. */
  readonly resolve: Resolve | null;
  readonly isNonNull: boolean;
  readonly isLeaf: boolean;
  readonly complete: Completer;
  readonly writePlain: PlainWriter | null;
  readonly #hasVariables: boolean;
  readonly #selections = new Map<GraphQLObjectType, readonly PlannedField[]>();
  #arguments: { readonly of: Variables; readonly values: Arguments } | null = null;

  constructor(scope: Scope, field: Collected) {
    const { parentType, definition, nodes, key, isFirst } = field;
    this.scope = scope;
    this.parentType = parentType;
    this.definition = definition;
    this.nodes = nodes;
    this.key = key;
    this.opening = `${isFirst ? '{' : ','}${JSON.stringify(key)}:`;
    this.openingText = `${this.opening}"`;
    this.resolve = definition.resolve === defaultFieldResolver ? null : (definition.resolve ?? null);
    this.isNonNull = isNonNullType(definition.type);
    this.isLeaf = isLeafType(getNullableType(definition.type));
    this.complete = completerOf(definition.type);
    this.writePlain = plainWriterOf(definition.type);
    this.#hasVariables = nodes[0]?.arguments?.some(hasVariable) ?? false;
    scope.planned += 1;
  }

  /** The coerced arguments; the same as the last time where nothing in them can differ. */
  argumentsFor(variables: Variables): Arguments {
    const known = this.#arguments;
    if (known !== null && (known.of === variables || !this.#hasVariables)) return known.values;
    const [node] = this.nodes;
    if (node === undefined) throw new Error('Expected a field to stand in its document.');
    const values = getArgumentValues(this.definition, node, variables);
    this.#arguments = { of: variables, values };
    return values;
  }

  /** What is selected of an object of the type. */
  select(type: GraphQLObjectType, variables: Variables): readonly PlannedField[] {
    const known = this.#selections.get(type);
    if (known !== undefined) return known;
    const { schema, fragments } = this.scope;
    const collected = collectSubfields(schema, { ...fragments }, { ...variables }, type, this.nodes);
    const fields = planFields(collected, { scope: this.scope, parentType: type });
    this.#selections.set(type, fields);
    return fields;
  }
}

interface Collected {
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  readonly key: string;
  readonly isFirst: boolean;
}

/** The root fields of an operation. */
export function planRoot(scope: Scope, variables: Variables): readonly PlannedField[] {
  const { schema, fragments, operation } = scope;
  const parentType = schema.getRootType(operation.operation);
  if (!parentType) throw new Error(`Expected a schema with a ${operation.operation} type.`);
  const collected = collectFields(schema, { ...fragments }, { ...variables }, parentType, operation.selectionSet);
  return planFields(collected, { scope, parentType });
}

function planFields(
  collected: ReadonlyMap<string, readonly FieldNode[]>,
  { scope, parentType }: { readonly scope: Scope; readonly parentType: GraphQLObjectType },
): readonly PlannedField[] {
  return [...collected].map(([key, nodes], place) => {
    const [node] = nodes;
    const definition = node && getFieldDef(scope.schema, parentType, node);
    if (!definition) throw new Error(`Expected ${parentType.name} to have each field of a valid document.`);
    return new PlannedField(scope, { parentType, definition, nodes, key, isFirst: place === 0 });
  });
}

function hasVariable(argument: ArgumentNode): boolean {
  let found = false;
  visit(argument, {
    [Kind.VARIABLE]: () => {
      found = true;
    },
  });
  return found;
}
