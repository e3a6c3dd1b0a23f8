// What the browser keeps for the desk. Without leave to keep anything, it lasts as long as the page.

/** A place for texts under names. */
export interface Keeper {
  read(name: string): string | null;
  /** Null forgets it. */
  keep(name: string, text: string | null): void;
}

/** Keeps texts in a storage of the browser, such as `() => sessionStorage`: some windows refuse even to name it. */
export function createKeeper(find: () => Storage): Keeper {
  const kept = new Map<string, string | null>();
  const key = (name: string): string => `colloquy:desk:${name}`;

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

/** The fields of an object that came as JSON; none of anything else. */
export function readFields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value));
}

/** The fields of a JSON text; none where it is no JSON. */
export function parseFields(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return readFields(JSON.parse(text ?? 'null'));
  } catch {
    return {};
  }
}

/** A text among fields; null where there is none. */
export function textOf(fields: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
