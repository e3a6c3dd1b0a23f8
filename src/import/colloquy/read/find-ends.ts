import type { SiteEnds } from '../../../archive/frame.ts';
import type { Kind } from '../../../archive/kind.ts';
import type { Parsed } from './parse-line.ts';

interface EndsFinder {
  see(parsed: Parsed): void;
  /** Where the logs of the site end in what was seen, whatever the file says. */
  read(): SiteEnds & { readonly isSaid: boolean };
}

/** Whether a record is of the moderators' queue, whose numbers are those of one log. */
export function isOfQueue({ type }: Kind): boolean {
  return ['moderationEvent', 'queueItem'].includes(type);
}

/** Follows the lines of an archive, to find where its logs end. */
export function createEndsFinder(): EndsFinder {
  let position = 0;
  let moderationSeq = 0;
  let said: SiteEnds | null = null;
  const numbersOf = (values: readonly unknown[]) => values.filter((value) => typeof value === 'number');
  return {
    see(parsed) {
      if (parsed.what === 'site') said = parsed.ends;
      if (parsed.what !== 'record') return;
      const { kind, values } = parsed;
      if (kind.type === 'event') position = Math.max(position, ...numbersOf([values['position']]));
      if (isOfQueue(kind))
        moderationSeq = Math.max(moderationSeq, ...numbersOf([values['seq'], values['resolvedSeq']]));
    },
    read: () => ({
      lastPosition: Math.max(position, said?.lastPosition ?? 0),
      droppedPosition: said?.droppedPosition ?? 0,
      moderationSeq: Math.max(moderationSeq, said?.moderationSeq ?? 0),
      isSaid: said !== null,
    }),
  };
}
