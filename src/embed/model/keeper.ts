// What the browser keeps. Without leave to keep anything, it lasts as long as the page.

/** A place for texts under names. */
export interface Keeper {
  read(name: string): string | null;
  /** Null forgets it. */
  keep(name: string, text: string | null): void;
}

/**
 * Keeps texts in a storage of the browser, such as `() => sessionStorage`: some windows refuse even to name it.
 *
 * @param of whose texts they are: others of the same site have other ones under the same names.
 */
export function createKeeper(find: () => Storage, of: string): Keeper {
  const kept = new Map<string, string | null>();
  const key = (name: string): string => `colloquy:${of}:${name}`;

  function tryIt<T>(use: (storage: Storage) => T): T | null {
    try {
      return use(find());
    } catch {
      return null;
    }
  }

  return {
    read: (name) => (kept.has(name) ? (kept.get(name) ?? null) : tryIt((storage) => storage.getItem(key(name)))),
    keep(name, text) {
      kept.set(name, text);
      tryIt((storage) => (text === null ? storage.removeItem(key(name)) : storage.setItem(key(name), text)));
    },
  };
}
