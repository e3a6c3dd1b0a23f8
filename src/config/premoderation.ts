/** Which comments are held until a moderator has read them. */
export const PREMODERATION = ['GUESTS', 'FIRST', 'LINKS', 'ALL'] as const;
export type Premoderation = (typeof PREMODERATION)[number];

/** Reads a rule as the setting PREMODERATE has it: `guests,links`, or `off`. Anything else in it is left out. */
export function parsePremoderation(text: string): Premoderation[] {
  const words = text.split(',').map((word) => word.trim().toUpperCase());
  return PREMODERATION.filter((rule) => words.includes(rule));
}

/** Whether a text is such a rule. */
export function isPremoderation(text: string): boolean {
  if (text === 'off') return true;
  const words = text.split(',').map((word) => word.trim());
  return words.every((word) => word !== '' && PREMODERATION.some((rule) => rule.toLowerCase() === word));
}

/** Writes a rule as {@link parsePremoderation} reads it. */
export function formatPremoderation(rules: readonly Premoderation[]): string {
  return rules.length === 0
    ? 'off'
    : PREMODERATION.filter((rule) => rules.includes(rule))
        .join(',')
        .toLowerCase();
}
