/** The most kinds of reactions that a site may have: what a list of the reactions to one comment may hold. */
export const MOST_REACTION_KINDS = 12;

/** What the kind of a reaction may be called. */
export const REACTION_KIND = /^[a-z][a-z0-9_-]{0,31}$/;

/** Whether these may be the kinds of reactions of a site. */
export function isReactionKinds(kinds: readonly string[]): boolean {
  const isOnce = new Set(kinds).size === kinds.length;
  return kinds.length <= MOST_REACTION_KINDS && isOnce && kinds.every((kind) => REACTION_KIND.test(kind));
}
