import type { PreparedComment } from '../prepared.ts';
import type { ImportRun } from './import-run.ts';

/** Counts the votes of new comments, which are no votes here. */
export function tellVotes({ tally, voteKind }: ImportRun, comments: readonly PreparedComment[]): void {
  const count = comments.reduce(
    (sum, { votes }) => sum + (votes === undefined ? 0 : votes.voters.length + votes.others),
    0,
  );
  tally.note(
    voteKind === null ? 'votes left out: REACTIONS is off here' : `votes, taken as reactions of the kind "${voteKind}"`,
    {
      count,
    },
  );
}
