import {
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { isLeftOut, readArgument, type Variables } from './variables.ts';

interface IntrospectionOptions {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
  /** Above so many values, counting on tells nothing new. */
  readonly enough: number;
}

export function isIntrospection({ name }: FieldNode): boolean {
  return name.value === SchemaMetaFieldDef.name || name.value === TypeMetaFieldDef.name;
}

/**
 * Counts the values that introspection returns, by following it through the schema as its execution will. Averages would not do:
 * types that have many fields are also those that many fields lead to.
 */
export class Introspection {
  readonly #options: IntrospectionOptions;
  // What is selected of the same part of the schema returns the same, so counting takes less work than executing.
  readonly #known = new Map<SelectionSetNode, Map<unknown, number>>();
  #visited = 0;

  constructor(options: IntrospectionOptions) {
    this.#options = options;
  }

  count(node: FieldNode): number {
    const { schema, variables } = this.#options;
    const isWhole = node.name.value === SchemaMetaFieldDef.name;
    const { type } = isWhole ? SchemaMetaFieldDef : TypeMetaFieldDef;
    const part = isWhole ? schema : schema.getType(String(readArgument(node, 'name', variables)));
    return this.#countValue(part, { node, type: getNamedType(type) });
  }

  #countValue(value: unknown, of: { readonly node: FieldNode; readonly type: GraphQLNamedType }): number {
    if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + this.#countValue(item, of), 0);
    const { selectionSet } = of.node;
    return (
      1 +
      (selectionSet === undefined || value === null || value === undefined
        ? 0
        : this.#countSelection(selectionSet, { type: of.type, part: value }))
    );
  }

  #countSelection(set: SelectionSetNode, of: { readonly type: GraphQLNamedType; readonly part: unknown }): number {
    const { fragments, variables, enough } = this.#options;
    const known = this.#known.get(set) ?? new Map<unknown, number>();
    this.#known.set(set, known);
    const found = known.get(of.part);
    if (found !== undefined) return found;

    let count = 0;
    for (const selection of set.selections) {
      this.#visited += 1;
      if (this.#visited > enough || count > enough) return enough + 1;
      if (isLeftOut(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        count += this.#countField(selection, of);
        continue;
      }
      const held = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (held !== undefined) count += this.#countSelection(held.selectionSet, of);
    }
    known.set(of.part, count);
    return count;
  }

  #countField(node: FieldNode, { type, part }: { readonly type: GraphQLNamedType; readonly part: unknown }): number {
    const field = isObjectType(type) ? type.getFields()[node.name.value] : undefined;
    const fieldType = field === undefined ? undefined : getNamedType(field.type);
    if (field === undefined || fieldType === undefined) return 1; // `__typename`
    if (isLeafType(fieldType) && !isListType(getNullableType(field.type))) return 1;
    return this.#countValue(this.#resolve(field, part), { node, type: fieldType });
  }

  /** With everything deprecated, whether or not it is asked for. */
  #resolve({ resolve }: GraphQLField<unknown, unknown>, part: unknown): unknown {
    if (resolve === undefined) throw new Error('Expected a field of the introspection system.');
    return Reflect.apply(resolve, undefined, [part, { includeDeprecated: true }, undefined, this.#options]);
  }
}
