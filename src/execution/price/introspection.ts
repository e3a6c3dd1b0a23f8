import {
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLSchema,
} from 'graphql';

type Counts = ReadonlyMap<string, number>;

const counted = new WeakMap<GraphQLSchema, Counts>();

/** The items that a list of the introspection system holds on average, such as the fields of a type; null for every other field. */
export function countIntrospected(schema: GraphQLSchema, coordinate: string): number | null {
  const counts = counted.get(schema) ?? countAll(schema);
  counted.set(schema, counts);
  return counts.get(coordinate) ?? null;
}

function countAll(schema: GraphQLSchema): Counts {
  const types = Object.values(schema.getTypeMap());
  const withFields = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = withFields.flatMap((type) => Object.values(type.getFields()));
  const directives = schema.getDirectives();
  return new Map([
    ['__Schema.types', types.length],
    ['__Schema.directives', directives.length],
    ['__Type.fields', average(withFields.map((type) => Object.keys(type.getFields()).length))],
    ['__Type.interfaces', average(withFields.map((type) => type.getInterfaces().length))],
    ['__Type.possibleTypes', average(types.filter(isAbstractType).map((type) => schema.getPossibleTypes(type).length))],
    ['__Type.enumValues', average(types.filter(isEnumType).map((type) => type.getValues().length))],
    [
      '__Type.inputFields',
      average(types.filter(isInputObjectType).map((type) => Object.keys(type.getFields()).length)),
    ],
    ['__Field.args', average(fields.map(({ args }) => args.length))],
    ['__Directive.args', average(directives.map(({ args }) => args.length))],
  ]);
}

function average(counts: readonly number[]): number {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.length === 0 ? 1 : Math.max(1, Math.ceil(sum / counts.length));
}
