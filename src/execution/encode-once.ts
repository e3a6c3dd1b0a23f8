import type { Rendered } from '../live/delivery/recipient.ts';

/** Encodes a result once for all who get it in the same form: the same bytes for each of them. */
export function encodeOnce(encode: (rendered: Rendered) => Uint8Array): (rendered: Rendered) => Uint8Array {
  const encoded = new WeakMap<Rendered, Uint8Array>();
  return (rendered) => {
    const bytes = encoded.get(rendered) ?? encode(rendered);
    encoded.set(rendered, bytes);
    return bytes;
  };
}
