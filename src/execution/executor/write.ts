import { locatedError } from 'graphql';
import { isPromise } from '../../graphql/resolving/is-promise.ts';
import { FieldInfo, type Path } from './field-info.ts';
import type { Completer } from './complete.ts';
import { all, failAfter, replace, setApart, type Output, type Written } from './output.ts';
import type { PlannedField } from './plan.ts';
import type { Run } from './run.ts';

/** An object whose fields are written. */
interface Parent {
  readonly source: unknown;
  /** Its place in the result; undefined for the root. */
  readonly path: Path | undefined;
  readonly output: Output;
  readonly run: Run;
}

/** A value that is written: of a field, or of an item of its list. */
export interface Place {
  readonly info: FieldInfo;
  /** Of an item; null for the field itself. */
  readonly path: Path | null;
  /** Whether the place cannot be null when its value fails. */
  readonly isNonNull: boolean;
  readonly output: Output;
}

/** Writes an object: all of its fields are begun at once (https://spec.graphql.org/draft/#sec-Normal-and-Serial-Execution). */
export function writeObject(fields: readonly PlannedField[], parent: Parent): Written {
  const { output } = parent;
  if (fields.length === 0) output.push('{');
  let waiting: Promise<unknown>[] | null = null;
  try {
    for (const field of fields) {
      output.push(field.opening);
      const written = writeField(field, parent);
      if (written !== undefined) (waiting ??= []).push(written);
    }
  } catch (error) {
    if (waiting === null) throw error;
    return failAfter(waiting, error);
  }
  output.push('}');
  return waiting === null ? undefined : all(waiting);
}

/** As {@link writeObject}, where each field begins when the one before it is done, as those of a mutation do. */
export async function writeSerially(fields: readonly PlannedField[], parent: Parent): Promise<void> {
  const { output } = parent;
  if (fields.length === 0) output.push('{');
  for (const field of fields) {
    output.push(field.opening);
    const written = writeField(field, parent);
    if (written !== undefined) await written;
  }
  output.push('}');
}

function writeField(field: PlannedField, { source, path, output, run }: Parent): Written {
  const info = new FieldInfo(field, run, path);
  const place: Place = { info, path: null, isNonNull: field.isNonNull, output };
  let value: unknown;
  try {
    value = resolve(field, source, info);
  } catch (error) {
    output.push(fail(error, place));
    return undefined;
  }
  return writeValue(field.complete, value, place);
}

/** Writes a value at once, or when it comes. */
export function writeValue(complete: Completer, value: unknown, place: Place): Written {
  const { output } = place;
  if (isPromise(value)) {
    const own: Output = [];
    output.push(own);
    return Promise.resolve(value).then(
      (found) => writeValue(complete, found, { ...place, output: own }),
      (error: unknown) => replace(own, fail(error, place)),
    );
  }
  const start = output.length;
  try {
    const written = complete(value, place);
    if (written === undefined) return undefined;
    const own = setApart(output, start);
    return written.catch((error: unknown) => replace(own, fail(error, place)));
  } catch (error) {
    output.length = start;
    output.push(fail(error, place));
    return undefined;
  }
}

function resolve(field: PlannedField, source: unknown, info: FieldInfo): unknown {
  const { run } = info;
  if (field.resolve !== null) return field.resolve(source, field.argumentsFor(run.variables), run.context, info);
  if (typeof source !== 'object' || source === null) return undefined;
  const value: unknown = Reflect.get(source, field.definition.name);
  return typeof value === 'function'
    ? Reflect.apply(value, source, [field.argumentsFor(run.variables), run.context, info])
    : value;
}

/** Null for what failed, or the error for what stands around it (https://spec.graphql.org/draft/#sec-Handling-Execution-Errors). */
function fail(error: unknown, { info, path, isNonNull }: Place): string {
  const located = locatedError(error, info.fieldNodes, toList(path ?? info.path));
  if (isNonNull) throw located;
  info.run.errors.push(located);
  return 'null';
}

function toList(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let place: Path | undefined = path; place !== undefined; place = place.prev) keys.unshift(place.key);
  return keys;
}
