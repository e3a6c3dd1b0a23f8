import {
  defaultTypeResolver,
  getNullableType,
  GraphQLString,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { isPromise } from '../../graphql/resolving/is-promise.ts';
import type { Place } from './field-info.ts';
import { hasEscapes } from './json-text.ts';
import { all, failAfter, type Output, type Written } from './output.ts';
import type { PlannedField } from './plan.ts';
import { writeObject, writeValue } from './write.ts';

/** Writes a value of one type (https://spec.graphql.org/draft/#sec-Value-Completion). */
export type Completer = (value: unknown, place: Place, output: Output) => Written;

const completers = new WeakMap<GraphQLOutputType, Completer>();

export function completerOf(type: GraphQLOutputType): Completer {
  const known = completers.get(type);
  if (known !== undefined) return known;
  const completer = makeCompleter(type);
  completers.set(type, completer);
  return completer;
}

function makeCompleter(type: GraphQLOutputType): Completer {
  const isRequired = isNonNullType(type);
  const complete = completerOfNonNull(getNullableType(type));
  return (value, place, output) => {
    if (value instanceof Error) throw value;
    if (value !== undefined && value !== null) return complete(value, place, output);
    if (isRequired) throw new Error(`Cannot return null for non-nullable field ${nameOf(place)}.`);
    output.push('null');
    return undefined;
  };
}

function completerOfNonNull(type: GraphQLOutputType): Completer {
  if (isLeafType(type)) return completerOfLeaf(type);
  if (isListType(type)) return completerOfList(type.ofType);
  if (isAbstractType(type)) return completerOfAbstract(type);
  if (isObjectType(type)) return (value, place, output) => completeObject(type, value, { place, output });
  throw new Error('Expected an output type.');
}

function completerOfLeaf(type: GraphQLLeafType): Completer {
  // A name, or a text that is put together of many: to look for what is to be escaped takes longer than to write it.
  const isPlain = isEnumType(type) || type.extensions['isPlainText'] === true;
  return (value, _place, output) => {
    const leaf = type === GraphQLString && typeof value === 'string' ? value : serialize(type, value);
    if (typeof leaf === 'string' && (isPlain || !hasEscapes(leaf))) output.push('"', leaf, '"');
    else output.push(JSON.stringify(leaf));
    return undefined;
  };
}

/** Writes a field whose value is plain, and says whether it was: what is not needs to be looked at more closely. */
export type PlainWriter = (value: unknown, field: PlannedField, output: Output) => boolean;

/** Null where no value of the type is plain. */
export function plainWriterOf(type: GraphQLOutputType): PlainWriter | null {
  return getNullableType(type) === GraphQLString ? writePlainText : null;
}

function writePlainText(value: unknown, { openingText }: PlannedField, output: Output): boolean {
  if (typeof value !== 'string' || hasEscapes(value)) return false;
  output.push(openingText, value, '"');
  return true;
}

function serialize(type: GraphQLLeafType, value: unknown): unknown {
  const serialized: unknown = type.serialize(value);
  if (serialized !== undefined && serialized !== null) return serialized;
  throw new Error(`Expected ${type.name} to serialize a value; found none.`);
}

function completerOfList(itemType: GraphQLOutputType): Completer {
  const isNonNull = isNonNullType(itemType);
  const complete = completerOf(itemType);
  return (value, list, output) => {
    if (!isIterable(value)) throw new Error(`Expected Iterable, but did not find one for field "${nameOf(list)}".`);
    const { info, path: prev } = list;
    let waiting: Promise<unknown>[] | null = null;
    let key = 0;
    try {
      for (const item of value) {
        output.push(key === 0 ? '[' : ',');
        const place = { info, path: { prev, key, typename: undefined }, isNonNull, complete };
        const written = writeValue(item, place, output);
        if (written !== undefined) (waiting ??= []).push(written);
        key += 1;
      }
    } catch (error) {
      // The items behind the one that failed are nobody's otherwise, and end the process where they fail as well.
      const left = [...value]
        .slice(key + 1)
        .filter(isPromise)
        .map((item) => Promise.resolve(item));
      if (waiting === null && left.length === 0) throw error;
      return failAfter([...(waiting ?? []), ...left], error);
    }
    output.push(key === 0 ? '[]' : ']');
    return waiting === null ? undefined : all(waiting);
  };
}

function completerOfAbstract(type: GraphQLAbstractType): Completer {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (value, place, output) => {
    const { info } = place;
    const found = resolveType(value, info.run.context, info, type);
    const complete = (name: unknown) =>
      completeObject(requirePossible(name, { type, place }), value, { place, output });
    return isPromise(found) ? Promise.resolve(found).then(complete) : complete(found);
  };
}

function requirePossible(
  name: unknown,
  { type, place }: { readonly type: GraphQLAbstractType; readonly place: Place },
): GraphQLObjectType {
  const { schema } = place.info;
  const found = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(found) && schema.isSubType(type, found)) return found;
  throw new Error(`Expected ${nameOf(place)} to be of a type of ${type.name}; found ${String(name)}.`);
}

function completeObject(
  type: GraphQLObjectType,
  source: unknown,
  { place, output }: { readonly place: Place; readonly output: Output },
): Written {
  const { info, path } = place;
  const { run } = info;
  const fields = info.field.select(type, run.variables);
  const parent = { source, path, output, run };
  if (!type.isTypeOf) return writeObject(fields, parent);
  const requireOf = (isOf: boolean): Written => {
    if (isOf) return writeObject(fields, parent);
    throw new Error(`Expected ${nameOf(place)} to be of the type ${type.name}.`);
  };
  const isOf = type.isTypeOf(source, run.context, info);
  return isPromise(isOf) ? Promise.resolve(isOf).then(requireOf) : requireOf(isOf);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function nameOf({ info: { parentType, fieldName } }: Place): string {
  return `${parentType.name}.${fieldName}`;
}
