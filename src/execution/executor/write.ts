import { locatedError } from 'graphql';
import { isPromise } from '../../graphql/resolving/is-promise.ts';
import { FieldInfo, type Path, type Place } from './field-info.ts';
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

/** Writes an object: all of its fields are begun at once (https://spec.graphql.org/draft/#sec-Normal-and-Serial-Execution). */
export function writeObject(fields: readonly PlannedField[], parent: Parent): Written {
  const { output } = parent;
  if (fields.length === 0) output.push('{');
  let waiting: Promise<unknown>[] | null = null;
  // What a leaf's resolver learned it has no use for once its value is there, so the leaves of an object share it.
  let ofLeaves: FieldInfo | null = null;
  try {
    for (const field of fields) {
      const { isLeaf } = field;
      const info: FieldInfo =
        isLeaf && ofLeaves !== null ? ofLeaves.moveTo(field) : new FieldInfo(field, parent.run, parent.path);
      const written = writeField(info, parent);
      if (written !== undefined) (waiting ??= []).push(written);
      if (isLeaf) ofLeaves = written === undefined ? info : null;
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
  const { output, run, path } = parent;
  if (fields.length === 0) output.push('{');
  for (const field of fields) {
    const written = writeField(new FieldInfo(field, run, path), parent);
    if (written !== undefined) await written;
  }
  output.push('}');
}

function writeField(info: FieldInfo, { source, output }: Parent): Written {
  const { field } = info;
  let value: unknown;
  try {
    value = resolve(source, info);
  } catch (error) {
    output.push(field.opening, fail(error, info));
    return undefined;
  }
  if (field.writePlain?.(value, field, output) === true) return undefined;
  output.push(field.opening);
  return writeValue(value, info, output);
}

/** Writes a value at once, or when it comes. */
export function writeValue(value: unknown, place: Place, output: Output): Written {
  if (isPromise(value)) {
    const own: Output = [];
    output.push(own);
    return Promise.resolve(value).then(
      (found) => writeValue(found, place, own),
      (error: unknown) => replace(own, fail(error, place)),
    );
  }
  const start = output.length;
  try {
    const written = place.complete(value, place, output);
    if (written === undefined) return undefined;
    const own = setApart(output, start);
    return written.catch((error: unknown) => replace(own, fail(error, place)));
  } catch (error) {
    output.length = start;
    output.push(fail(error, place));
    return undefined;
  }
}

function resolve(source: unknown, info: FieldInfo): unknown {
  const { run, field } = info;
  if (field.resolve !== null) return field.resolve(source, field.argumentsFor(run.variables), run.context, info);
  if (typeof source !== 'object' || source === null) return undefined;
  const value: unknown = Reflect.get(source, field.definition.name);
  return typeof value === 'function'
    ? Reflect.apply(value, source, [field.argumentsFor(run.variables), run.context, info])
    : value;
}

/** Null for what failed, or the error for what stands around it (https://spec.graphql.org/draft/#sec-Handling-Execution-Errors). */
function fail(error: unknown, { info, path, isNonNull }: Place): string {
  const located = locatedError(error, info.fieldNodes, toList(path));
  if (isNonNull) throw located;
  info.run.errors.push(located);
  return 'null';
}

function toList(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let place: Path | undefined = path; place !== undefined; place = place.prev) keys.unshift(place.key);
  return keys;
}
