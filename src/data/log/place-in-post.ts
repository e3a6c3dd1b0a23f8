import type { Identity } from '../../session/session.ts';

/** Where something is read on about a post, for a viewer. */
export interface PlaceInPost {
  readonly postId: string;
  /** A seq in the log, a number in the view by time, or a version of the reactions. */
  readonly after: number;
  readonly identity: Identity;
  readonly limit: number;
}

/** The values that differ from one reading to the next. */
export const ofPlace = {
  postId: ({ postId }: PlaceInPost) => postId,
  after: ({ after }: PlaceInPost) => after,
  limit: ({ limit }: PlaceInPost) => limit,
};
