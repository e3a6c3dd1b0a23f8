import type { RequestOptions } from './client-options.ts';
import type {
  AuditLogQuery,
  AuditLogQueryVariables,
  DecideHeldCommentsMutation,
  DecideHeldCommentsMutationVariables,
  EndMuteMutation,
  EndMuteMutationVariables,
  ModerateCommentsMutation,
  ModerateCommentsMutationVariables,
  ModeratedCommentQuery,
  ModeratedCommentQueryVariables,
  ModerationCursorQuery,
  ModerationEventsSubscription,
  ModerationEventsSubscriptionVariables,
  ModerationQueueQuery,
  ModerationQueueQueryVariables,
  MuteCommenterMutation,
  MuteCommenterMutationVariables,
  PinCommentMutation,
  PinCommentMutationVariables,
  SearchCommentsQuery,
  SearchCommentsQueryVariables,
} from './generated/operations.ts';
import type { Stream, StreamOptions } from './streams/stream.ts';

/** The calls of a client for whoever moderates: the service refuses them to all others. */
export interface ModeratorCalls {
  /** A page of what waits for a moderator, oldest first: held comments and reported ones. Ask `moderationCursor` before its first page. */
  moderationQueue(variables?: ModerationQueueQueryVariables, options?: RequestOptions): Promise<ModerationQueueQuery>;
  /** The end of the log of the queue: `after` of `moderationEvents`. */
  moderationCursor(options?: RequestOptions): Promise<ModerationCursorQuery>;
  /** One comment for a moderator: its earlier texts, its reports, its ancestors and the thread around it. Null where there is none. */
  moderatedComment(variables: ModeratedCommentQueryVariables, options?: RequestOptions): Promise<ModeratedCommentQuery>;
  /** A page of recent comments of every status, newest first, for a moderator: by text, post, status, or whoever wrote another one. */
  searchComments(variables?: SearchCommentsQueryVariables, options?: RequestOptions): Promise<SearchCommentsQuery>;
  /** A page of what moderators and administrators decided, newest first. */
  auditLog(variables?: AuditLogQueryVariables, options?: RequestOptions): Promise<AuditLogQuery>;
  /** Does the same to up to 100 comments, and answers each. To hide needs a `reason`. Sent again where no response came: twice is once. */
  moderateComments(
    variables: ModerateCommentsMutationVariables,
    options?: RequestOptions,
  ): Promise<ModerateCommentsMutation>;
  /** Makes up to 100 held comments public, or turns them down, and answers each. Sent again where no response came: twice is once. */
  decideHeldComments(
    variables: DecideHeldCommentsMutationVariables,
    options?: RequestOptions,
  ): Promise<DecideHeldCommentsMutation>;
  /** Keeps whoever wrote a comment from writing, `until` a moment or for good. Not sent again by default. */
  muteCommenter(variables: MuteCommenterMutationVariables, options?: RequestOptions): Promise<MuteCommenterMutation>;
  /**
   * Pins a comment as the `FIRST_WORD` or the `LAST_WORD` of its discussion, in place of the one that was, or takes its pin away. Sent again
   * where no response came: twice is once.
   */
  pinComment(variables: PinCommentMutationVariables, options?: RequestOptions): Promise<PinCommentMutation>;
  /** Lets a muted commenter write again. Sent again where no response came: twice is once. */
  endMute(variables: EndMuteMutationVariables, options?: RequestOptions): Promise<EndMuteMutation>;
  /**
   * What comes to the queue of the moderators and what leaves it, each exactly once and in order, over lost connections. Begin
   * with `after: moderationCursor`; without it events before the first connection is made are missed.
   */
  moderationEvents(
    variables?: ModerationEventsSubscriptionVariables,
    options?: StreamOptions,
  ): Stream<ModerationEventsSubscription>;
}
