import type { Fault } from '../report/fault.ts';

/** The name of an element. */
export interface Name {
  /** Null for a prefix that is not declared; empty for an element without a namespace. */
  readonly uri: string | null;
  readonly prefix: string;
  readonly local: string;
}

interface NamedTag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly line: number;
}

export interface Namespaces {
  /** The name of the element of a tag, by what it and the tags before it declare. */
  resolve(tag: NamedTag): Name;
}

/**
 * The namespaces of a document. Exports declare them at their root; a declaration further in is taken to hold from
 * there on.
 */
export function createNamespaces(onFault: (fault: Fault) => void): Namespaces {
  const uris = new Map<string, string>();
  return {
    resolve({ name, attributes, line }) {
      for (const key in attributes) {
        if (key === 'xmlns') uris.set('', attributes[key] ?? '');
        else if (key.startsWith('xmlns:')) uris.set(key.slice('xmlns:'.length), attributes[key] ?? '');
      }
      const colon = name.indexOf(':');
      const prefix = colon === -1 ? '' : name.slice(0, colon);
      const uri = uris.get(prefix) ?? (prefix === '' ? '' : null);
      if (uri === null) onFault({ line, message: `elements with the prefix "${prefix}", which is not declared` });
      return { uri, prefix, local: name.slice(colon + 1) };
    },
  };
}
