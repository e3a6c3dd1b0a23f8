import type { RequestOptions } from './client-options.ts';
import type { BareClient } from './create-bare-client.ts';
import type {
  ArticleQuery,
  ArticleQueryVariables,
  AuthorPageQuery,
  AuthorPageQueryVariables,
  ClaimVoiceMutation,
  CommentAddedSubscription,
  CommentAddedSubscriptionVariables,
  CommentCountsQuery,
  CommentCountsQueryVariables,
  CommentsQuery,
  CommentsQueryVariables,
  CreateCommentMutation,
  CreateCommentMutationVariables,
  CreatePostMutation,
  CreatePostMutationVariables,
  DeleteCommentMutation,
  DeleteCommentMutationVariables,
  DiscussionEventsSubscription,
  DiscussionEventsSubscriptionVariables,
  EditCommentMutation,
  EditCommentMutationVariables,
  FlagCommentMutation,
  FlagCommentMutationVariables,
  FrontPageQuery,
  FrontPageQueryVariables,
  NestedThreadQuery,
  NestedThreadQueryVariables,
  NewCommentCountQuery,
  NewCommentCountQueryVariables,
  NewCommentsSubscription,
  NewCommentsSubscriptionVariables,
  OpenDiscussionMutation,
  OpenDiscussionMutationVariables,
  OwnCommentsQuery,
  OwnCommentsQueryVariables,
  OwnHeldCommentsQuery,
  OwnHeldCommentsQueryVariables,
  PostCursorQuery,
  PostCursorQueryVariables,
  PreviewMarkdownMutation,
  PreviewMarkdownMutationVariables,
  ReactMutation,
  ReactMutationVariables,
  RepliesQuery,
  RepliesQueryVariables,
  SiteCursorQuery,
  TagPageQuery,
  TagPageQueryVariables,
  TagsQuery,
  TagsQueryVariables,
  UpdatePostMutation,
  UpdatePostMutationVariables,
  ViewerQuery,
  ViewInThreadQuery,
  ViewInThreadQueryVariables,
  WithdrawHeldCommentMutation,
  WithdrawHeldCommentMutationVariables,
} from './generated/operations.ts';
import type { ModeratorCalls } from './moderator-calls.ts';
import type { Stream, StreamOptions } from './streams/stream.ts';

/**
 * A client of one service. Every request rejects with a `ColloquyError` when the response has errors or does not come, and
 * with the signal's reason when its signal is aborted. Errors that a person can correct are not thrown: the result of a
 * mutation is a union of its payload and its typed errors, told apart by `__typename`.
 *
 * Lists have 20 items by default (`first`), and 0 to 100.
 */
export interface Client extends Omit<BareClient, 'create'>, ModeratorCalls {
  /** A page of the published posts, newest first, or of those that match `filter` (an author's handle, a tag's slug). */
  frontPage(variables?: FrontPageQueryVariables, options?: RequestOptions): Promise<FrontPageQuery>;
  /** One article, by `{ by: { slug } }` `{ by: { id } }` or `{ by: { url } }`. `post` is null where there is none. */
  article(variables: ArticleQueryVariables, options?: RequestOptions): Promise<ArticleQuery>;
  /** A page of a post's comments: by time, by thread (`order: 'THREAD'`), or `around` one of them. */
  comments(variables: CommentsQueryVariables, options?: RequestOptions): Promise<CommentsQuery>;
  /** The comments as a tree, five levels deep: `first` threads (default: 50) with `replies` replies a level (default: 20). */
  nestedThread(variables: NestedThreadQueryVariables, options?: RequestOptions): Promise<NestedThreadQuery>;
  /** The replies directly below one comment, oldest first: the next page of a branch of `nestedThread`, or a deeper one. */
  replies(variables: RepliesQueryVariables, options?: RequestOptions): Promise<RepliesQuery>;
  /** One comment, its ancestors, and the page of the thread around it. */
  viewInThread(variables: ViewInThreadQueryVariables, options?: RequestOptions): Promise<ViewInThreadQuery>;
  /** A tag, with a page of its posts. `tag` is null where there is none. */
  tagPage(variables: TagPageQueryVariables, options?: RequestOptions): Promise<TagPageQuery>;
  /** A page of the tags of one kind, or of both kinds. Default of `first`: 100. */
  tags(variables?: TagsQueryVariables, options?: RequestOptions): Promise<TagsQuery>;
  /** An author, with a page of their posts and a page of their comments. `author` is null where there is none. */
  authorPage(variables: AuthorPageQueryVariables, options?: RequestOptions): Promise<AuthorPageQuery>;
  /** The account of the token; null for a guest. */
  viewer(options?: RequestOptions): Promise<ViewerQuery>;
  /** The numbers of comments of up to 100 pages, by their addresses, in the order asked; 0 for a page without a discussion. */
  commentCounts(variables: CommentCountsQueryVariables, options?: RequestOptions): Promise<CommentCountsQuery>;
  /** `post.commentCountAfter`: how many comments were published after a cursor, such as that of the last visit. */
  newCommentCount(variables: NewCommentCountQueryVariables, options?: RequestOptions): Promise<NewCommentCountQuery>;
  /** What the viewer may do with comments, and has done, by their ids (100 at most): ask beside a page, which is the same for everybody. */
  ownComments(variables: OwnCommentsQueryVariables, options?: RequestOptions): Promise<OwnCommentsQuery>;
  /** What the viewer wrote under a post that waits for a moderator, or was turned down, newest first. */
  ownHeldComments(variables: OwnHeldCommentsQueryVariables, options?: RequestOptions): Promise<OwnHeldCommentsQuery>;
  /** The end of a post's log: `after` of `commentAdded` and `discussionEvents`. */
  postCursor(variables: PostCursorQueryVariables, options?: RequestOptions): Promise<PostCursorQuery>;
  /** The end of the log of all posts: `after` of `newComments`. */
  siteCursor(options?: RequestOptions): Promise<SiteCursorQuery>;

  /**
   * Creates a comment, or a reply when `parentId` is given. With a token or a voice the client adds a `clientMutationId` where
   * the input has none; so the call is sent again when no response came, and the comment is created once.
   */
  createComment(variables: CreateCommentMutationVariables, options?: RequestOptions): Promise<CreateCommentMutation>;
  /** Changes the text of a comment. Fields that are left out keep their value. Not sent again by default. */
  editComment(variables: EditCommentMutationVariables, options?: RequestOptions): Promise<EditCommentMutation>;
  /** Deletes a comment. Its number, its place and its replies stay. Not sent again by default. */
  deleteComment(variables: DeleteCommentMutationVariables, options?: RequestOptions): Promise<DeleteCommentMutation>;
  /**
   * The post of a page that somebody else publishes, by its address in any spelling: made where there is none yet, under a site that
   * the service serves. Sent again where no response came: twice is once.
   */
  openDiscussion(variables: OpenDiscussionMutationVariables, options?: RequestOptions): Promise<OpenDiscussionMutation>;
  /** A text as a comment would show it. Nothing is stored; it counts as a write. Not sent again by default. */
  previewMarkdown(
    variables: PreviewMarkdownMutationVariables,
    options?: RequestOptions,
  ): Promise<PreviewMarkdownMutation>;
  /** Takes back a comment that waits for a moderator. Sent again where no response came: twice is once. */
  withdrawHeldComment(
    variables: WithdrawHeldCommentMutationVariables,
    options?: RequestOptions,
  ): Promise<WithdrawHeldCommentMutation>;
  /** Gives a comment a reaction of a `kind`, or takes it away (`on: false`). Sent again where no response came: twice is once. */
  react(variables: ReactMutationVariables, options?: RequestOptions): Promise<ReactMutation>;
  /** Reports a comment to the moderators. `note` is required for the reasons `ILLEGAL` and `OTHER`. Not sent again by default. */
  flagComment(variables: FlagCommentMutationVariables, options?: RequestOptions): Promise<FlagCommentMutation>;
  /** Makes what a guest wrote the account's own: the client needs a `token` and the `voice`. Sent again where no response came. */
  claimVoice(options?: RequestOptions): Promise<ClaimVoiceMutation>;
  /** Creates a post: a draft, or published at once with `publish: true`. Sent again safely, as `createComment` is. */
  createPost(variables: CreatePostMutationVariables, options?: RequestOptions): Promise<CreatePostMutation>;
  /** Changes a post, publishes or unpublishes it, opens or closes its discussion. Not sent again by default. */
  updatePost(variables: UpdatePostMutationVariables, options?: RequestOptions): Promise<UpdatePostMutation>;

  /**
   * The new comments of a post, each exactly once and in order, over lost connections. With `after` (a cursor of the post, of
   * a page by time, or of an earlier event) the stream begins there; without it, at the end of the log when the loop begins.
   */
  commentAdded(variables: CommentAddedSubscriptionVariables, options?: StreamOptions): Stream<CommentAddedSubscription>;

  /**
   * Every event of the discussion of a post, each exactly once and in order, over lost connections. `applyEvent` applies them
   * to a page. With `after` (`Post.cursor`, or the cursor of an earlier event) the stream begins there; without it, at the end
   * of the log when the loop begins.
   *
   * Each connection begins with a `DiscussionReadyEvent`: the stream resumes at its `cursor`, and events up to its `liveFrom`
   * happened before the connection was made. `applyEvent` and your own reducer can ignore it. After a `DiscussionGapEvent`
   * earlier events are no longer kept: fetch the page again.
   */
  discussionEvents(
    variables: DiscussionEventsSubscriptionVariables,
    options?: StreamOptions,
  ): Stream<DiscussionEventsSubscription>;

  /**
   * The new comments of all published posts, or of those that match `filter`, each exactly once, those of one post in order,
   * over lost connections. With `after` (of `siteCursor`, or of an earlier event) the stream begins there; without it, at the
   * end of the log when the loop begins. Throws `CURSOR_EXPIRED` when the events after the cursor are no longer kept.
   */
  newComments(variables?: NewCommentsSubscriptionVariables, options?: StreamOptions): Stream<NewCommentsSubscription>;
}
