import {
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
} from 'graphql';

/** How many objects a field can return for each object that it is selected of. */
type FieldShape =
  /** Nothing that counts: a leaf, or an object that only stands around the items of a page. */
  | { readonly kind: 'free' }
  | { readonly kind: 'single' }
  /** A connection. `isPricedWhenRead`: its rows are charged when they are read. */
  | { readonly kind: 'connection'; readonly isPricedWhenRead: boolean }
  /** The items of the connection around it. */
  | { readonly kind: 'items' }
  /** A plain list; `mostItems` is what it declares to hold. */
  | { readonly kind: 'list'; readonly mostItems: MostItems };

/** The items that a list can hold, by the values of its arguments. */
type MostItems = number | ((argument: (name: string) => unknown) => number);

const FREE: FieldShape = { kind: 'free' };
const SINGLE: FieldShape = { kind: 'single' };
const ITEMS: FieldShape = { kind: 'items' };

const UNDECLARED = 100; // items of a list that does not say how many it can hold; test/schema finds it

const shapes = new WeakMap<GraphQLField<unknown, unknown>, FieldShape>();

export function findShape(field: GraphQLField<unknown, unknown>, parent: GraphQLNamedType): FieldShape {
  const known = shapes.get(field);
  if (known !== undefined) return known;

  const shape = describe(field, parent);
  shapes.set(field, shape);
  return shape;
}

function describe(field: GraphQLField<unknown, unknown>, parent: GraphQLNamedType): FieldShape {
  const type = getNamedType(field.type);
  if (isLeafType(type) || type.name.startsWith('__') || hasFields(type, ['hasNextPage', 'endCursor'])) return FREE;
  if (isConnection(type))
    return { kind: 'connection', isPricedWhenRead: field.extensions['isPricedWhenRead'] === true };
  if (!isListType(getNullableType(field.type))) return field.name === 'node' && isEdge(parent) ? FREE : SINGLE;
  return isConnection(parent) ? ITEMS : { kind: 'list', mostItems: readMostItems(field) };
}

function readMostItems({ extensions: { mostItems } }: GraphQLField<unknown, unknown>): MostItems {
  if (typeof mostItems === 'number') return mostItems;
  return isCounter(mostItems) ? mostItems : UNDECLARED;
}

function isCounter(value: unknown): value is Exclude<MostItems, number> {
  return typeof value === 'function';
}

function isConnection(type: GraphQLNamedType): boolean {
  return hasFields(type, ['pageInfo', 'edges']);
}

function isEdge(type: GraphQLNamedType): boolean {
  return hasFields(type, ['cursor', 'node']) && type.name.endsWith('Edge');
}

function hasFields(type: GraphQLNamedType, names: readonly string[]): boolean {
  if (!isObjectType(type)) return false;
  const fields = type.getFields();
  return names.every((name) => name in fields);
}
