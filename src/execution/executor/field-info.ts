import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { Completer } from './complete.ts';
import type { PlannedField } from './plan.ts';
import type { Run } from './run.ts';

export type Path = GraphQLResolveInfo['path'];

/** Where a value is written: a field, or an item of its list. */
export interface Place {
  /** Of the field. */
  readonly info: FieldInfo;
  readonly path: Path;
  /** Whether the place cannot be null when its value fails. */
  readonly isNonNull: boolean;
  readonly complete: Completer;
}

/** What a resolver learns of its field. There is one for most fields of each object, so it holds no more than where it stands. */
export class FieldInfo implements GraphQLResolveInfo, Place {
  readonly run: Run;
  readonly above: Path | undefined;
  #field: PlannedField;
  #path: Path | null = null;

  constructor(field: PlannedField, run: Run, above: Path | undefined) {
    this.#field = field;
    this.run = run;
    this.above = above;
  }

  get field(): PlannedField {
    return this.#field;
  }

  /** Stands for another field of the same object from now on. */
  moveTo(field: PlannedField): this {
    this.#field = field;
    this.#path = null;
    return this;
  }

  get info(): this {
    return this;
  }

  get path(): Path {
    const { field, above } = this;
    return (this.#path ??= { prev: above, key: field.key, typename: field.parentType.name });
  }

  get isNonNull(): boolean {
    return this.field.isNonNull;
  }

  get complete(): Completer {
    return this.field.complete;
  }

  get fieldName(): string {
    return this.field.definition.name;
  }

  get fieldNodes(): readonly FieldNode[] {
    return this.field.nodes;
  }

  get returnType(): GraphQLOutputType {
    return this.field.definition.type;
  }

  get parentType(): GraphQLObjectType {
    return this.field.parentType;
  }

  get schema(): GraphQLSchema {
    return this.field.scope.schema;
  }

  get fragments(): Readonly<Record<string, FragmentDefinitionNode>> {
    return this.field.scope.fragments;
  }

  get operation(): OperationDefinitionNode {
    return this.field.scope.operation;
  }

  get rootValue(): unknown {
    return this.run.rootValue;
  }

  get variableValues(): Readonly<Record<string, unknown>> {
    return this.run.variables;
  }
}
