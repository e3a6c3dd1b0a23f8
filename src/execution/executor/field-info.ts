import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { PlannedField } from './plan.ts';
import type { Run } from './run.ts';

export type Path = GraphQLResolveInfo['path'];

/** What a resolver learns of its field. There is one for each field of each object, so it holds no more than where it stands. */
export class FieldInfo implements GraphQLResolveInfo {
  readonly field: PlannedField;
  readonly run: Run;
  readonly above: Path | undefined;
  #path: Path | null = null;

  constructor(field: PlannedField, run: Run, above: Path | undefined) {
    this.field = field;
    this.run = run;
    this.above = above;
  }

  get path(): Path {
    const { field, above } = this;
    return (this.#path ??= { prev: above, key: field.key, typename: field.parentType.name });
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
