interface Identified {
  readonly id: string;
}

/** The item that the keys act on, and where it stood in the list when it was chosen. */
export interface Selection {
  readonly id: string | null;
  readonly place: number;
}

/** Chooses the item so many steps on; where the chosen one has left the list, one from its place on. */
export function moveSelection(items: readonly Identified[], { id, place }: Selection, step: number): Selection {
  const at = items.findIndex((item) => item.id === id);
  const from = at === -1 ? place - (step > 0 ? 1 : 0) : at;
  const next = Math.max(0, Math.min(items.length - 1, from + step));
  return { id: items[next]?.id ?? null, place: next };
}

/** Chooses an item by its id. */
export function select(items: readonly Identified[], id: string | null): Selection {
  return {
    id,
    place: Math.max(
      0,
      items.findIndex((item) => item.id === id),
    ),
  };
}

/** Marks all items from one to another, in whichever order they stand. */
export function markRange(
  items: readonly Identified[],
  marked: ReadonlySet<string>,
  { from, to }: { readonly from: string | null; readonly to: string },
): ReadonlySet<string> {
  const ends = [from ?? to, to].map((id) => items.findIndex((item) => item.id === id)).filter((at) => at !== -1);
  const range = ends.length === 0 ? [] : items.slice(Math.min(...ends), Math.max(...ends) + 1);
  return new Set([...marked, ...range.map(({ id }) => id)]);
}

/** Marks one item, or takes its mark away. */
export function toggleMark(marked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return marked.has(id) ? new Set([...marked].filter((one) => one !== id)) : new Set([...marked, id]);
}
