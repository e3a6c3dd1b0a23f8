import type { EventResult } from '../../live/delivery/subscriber.ts';
import { writeResult, type WrittenResult } from '../executor/json-text.ts';

/** Encodes the result of an event, once for every subscriber that gets the same. */
export function toEventResult(result: WrittenResult): EventResult {
  return { json: writeResult(result), cursor: findCursor(result) };
}

/** Gives a result the form that a door sends, once for all of its clients: the same bytes for each of them. */
export function encodeOnce(encode: (result: EventResult) => Uint8Array): (result: EventResult) => Uint8Array {
  const encoded = new WeakMap<EventResult, Uint8Array>();
  return (result) => {
    const known = encoded.get(result);
    if (known !== undefined) return known;

    const bytes = encode(result);
    encoded.set(result, bytes);
    return bytes;
  };
}

/** A subscription's result has one field, which may have a cursor. */
function findCursor({ data }: WrittenResult): string | null {
  const [root, ...others] = Object.values(data?.read() ?? {});
  if (others.length > 0 || typeof root !== 'object' || root === null || !('cursor' in root)) return null;
  return typeof root.cursor === 'string' ? root.cursor : null;
}
