// What the parser's search for bare addresses (www.example.org, https://example.org) costs, in steps.

// Where a bare address may begin, and the punctuation that does not belong to it if it ends there.
const ADDRESS = /(?<![a-z])(?:www\.|https?:\/\/)/gi;
const TRAIL = /[!"&'),.:;<?_~*\]]+/g;
const ADDRESS_LETTER = /(?<![a-z])[hw]/gi;
const CONSTRUCT = /[*_~[\]!`\\&<|]/g;

/**
 * At each beginning the parser reads to the next space to see whether an address is there, and at each sign of punctuation to the end
 * of those that follow.
 */
export function priceAddresses(line: string): number {
  if (!/www\.|:\/\//i.test(line)) return 0;
  let price = 0;
  for (const [word] of line.matchAll(/\S+/g)) {
    const beginnings = word.match(ADDRESS)?.length ?? 0;
    if (beginnings === 0) continue;
    const trails = word.match(TRAIL)?.reduce((sum, { length }) => sum + length * length, 0) ?? 0;
    price += beginnings * (word.length + trails);
  }
  return price;
}

/** What has come in a paragraph since its first bracket. */
export interface AfterBracket {
  isBracketed: boolean;
  /** Letters with which an address may begin. */
  letters: number;
  /** Signs that may be markup. */
  constructs: number;
}

/** Where an address may begin after a bracket that is not closed, the parser looks back to the bracket. */
export function priceUnclosed(line: string, block: AfterBracket): number {
  const from = block.isBracketed ? 0 : line.indexOf('[');
  if (from < 0) return 0;

  const rest = line.slice(from);
  block.isBracketed = true;
  block.letters += rest.match(ADDRESS_LETTER)?.length ?? 0;
  block.constructs += 1 + (rest.match(CONSTRUCT)?.length ?? 0);
  return block.letters * (2 * block.letters + 4 * block.constructs);
}
