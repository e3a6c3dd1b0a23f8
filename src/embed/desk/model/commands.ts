/** What a key, or the button beside it, does. */
export const COMMANDS = [
  { name: 'next', key: 'j', others: ['ArrowDown'] },
  { name: 'previous', key: 'k', others: ['ArrowUp'] },
  { name: 'open', key: 'o', others: [] },
  { name: 'approve', key: 'a', others: [] },
  { name: 'turnDown', key: 't', others: [] },
  { name: 'hide', key: 'h', others: [] },
  { name: 'restore', key: 'r', others: [] },
  { name: 'dismiss', key: 'd', others: [] },
  { name: 'lock', key: 'l', others: [] },
  { name: 'mute', key: 'm', others: [] },
  { name: 'pinFirst', key: 'p', others: [] },
  { name: 'pinLast', key: 'P', others: [] },
  { name: 'mark', key: 'x', others: [] },
  { name: 'markRange', key: 'X', others: [] },
  { name: 'undo', key: 'u', others: [] },
  { name: 'search', key: '/', others: [] },
  { name: 'help', key: '?', others: [] },
  { name: 'back', key: 'Escape', others: [] },
] as const;

/** The name of a command. */
export type Command = (typeof COMMANDS)[number]['name'];

interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** Whether text is being typed, or chosen from a list. */
  readonly isTyping: boolean;
}

/** The command of a key; null where it has none. In a text field every key types, and Escape alone leads out of it. */
export function findCommand({ key, ctrlKey, metaKey, altKey, isTyping }: Stroke): Command | null {
  if (ctrlKey || metaKey || altKey || (isTyping && key !== 'Escape')) return null;
  const found = COMMANDS.find((command) => [command.key, ...command.others].some((one) => one === key));
  return found?.name ?? null;
}

/** The key of a command, as it is shown. */
export function keyOf(command: Command): string {
  const key = COMMANDS.find(({ name }) => name === command)?.key ?? '';
  return key === 'Escape' ? 'Esc' : key;
}
