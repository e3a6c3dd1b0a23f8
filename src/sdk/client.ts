import type { RequestOptions } from './client-options.ts';
import type {
  ArticleQuery,
  ArticleQueryVariables,
  AuthorPageQuery,
  AuthorPageQueryVariables,
  CommentAddedSubscription,
  CommentAddedSubscriptionVariables,
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
  FrontPageQuery,
  FrontPageQueryVariables,
  NestedThreadQuery,
  NestedThreadQueryVariables,
  PostCursorQuery,
  PostCursorQueryVariables,
  TagPageQuery,
  TagPageQueryVariables,
  TagsQuery,
  TagsQueryVariables,
  UpdatePostMutation,
  UpdatePostMutationVariables,
  ViewerQuery,
  ViewInThreadQuery,
  ViewInThreadQueryVariables,
} from './generated/operations.ts';
import type { Stream } from './stream.ts';
import type { StreamOptions } from './stream-status.ts';
import type { TypedDocument } from './typed-document.ts';

/**
 * A client of one service. Every call rejects with a `ColloquyError` when the answer has errors, or when there is none.
 * What a mutation refuses for a reason that a person can mend is not thrown: it is a member of the result's union, told
 * by its `__typename`.
 */
export interface Client {
  /** The newest published posts. */
  frontPage(variables?: FrontPageQueryVariables, options?: RequestOptions): Promise<FrontPageQuery>;
  /** One article, by `{ by: { slug } }` or `{ by: { id } }`; `post` is null where there is none. */
  article(variables: ArticleQueryVariables, options?: RequestOptions): Promise<ArticleQuery>;
  /** A page of a post's comments: by time, by thread (`order: 'THREAD'`), or `around` one of them. */
  comments(variables: CommentsQueryVariables, options?: RequestOptions): Promise<CommentsQuery>;
  /** The comments as a tree, five levels deep. */
  nestedThread(variables: NestedThreadQueryVariables, options?: RequestOptions): Promise<NestedThreadQuery>;
  /** One comment, its ancestors, and the page of the thread that it stands on. */
  viewInThread(variables: ViewInThreadQueryVariables, options?: RequestOptions): Promise<ViewInThreadQuery>;
  /** A tag, and the posts filed under it. */
  tagPage(variables: TagPageQueryVariables, options?: RequestOptions): Promise<TagPageQuery>;
  /** The tags of one kind, or of both. */
  tags(variables?: TagsQueryVariables, options?: RequestOptions): Promise<TagsQuery>;
  /** An author, with their posts and their comments. */
  authorPage(variables: AuthorPageQueryVariables, options?: RequestOptions): Promise<AuthorPageQuery>;
  /** Who is asking; null for a guest. */
  viewer(options?: RequestOptions): Promise<ViewerQuery>;
  /** The place in a post's log at which the query is answered: `after` for `commentAdded`. */
  postCursor(variables: PostCursorQueryVariables, options?: RequestOptions): Promise<PostCursorQuery>;

  /**
   * Writes a comment, or a reply when `parentId` is given. An account, or a guest with a voice, gets a `clientMutationId`
   * unless they bring one: so the call is sent again when no answer came, and the comment is there once.
   */
  createComment(variables: CreateCommentMutationVariables, options?: RequestOptions): Promise<CreateCommentMutation>;
  /** Changes a comment. Not sent again by itself. */
  editComment(variables: EditCommentMutationVariables, options?: RequestOptions): Promise<EditCommentMutation>;
  /** Withdraws a comment. Not sent again by itself. */
  deleteComment(variables: DeleteCommentMutationVariables, options?: RequestOptions): Promise<DeleteCommentMutation>;
  /** Writes a post. Sent again safely, as `createComment` is. */
  createPost(variables: CreatePostMutationVariables, options?: RequestOptions): Promise<CreatePostMutation>;
  /** Changes, publishes or closes a post. Not sent again by itself. */
  updatePost(variables: UpdatePostMutationVariables, options?: RequestOptions): Promise<UpdatePostMutation>;

  /**
   * New comments of a post, each once and in order, whatever happens to the connection. With `after` (of `postCursor`, of
   * a query that selected `cursor`, of an earlier event) it begins there, else where the post stands when the loop begins.
   */
  commentAdded(variables: CommentAddedSubscriptionVariables, options?: StreamOptions): Stream<CommentAddedSubscription>;

  /**
   * Everything that happens to the discussion of a post, each event once and in order, whatever happens to the connection:
   * `applyEvent` keeps a page of it. It begins as `commentAdded` does.
   *
   * Each connection opens with a `DiscussionReadyEvent`: its `cursor` is where the stream goes on, and what comes up to
   * its `liveFrom` is caught up with. So there is one more of them after each loss of the connection, and it loses nothing
   * to pass over it. After a `DiscussionGapEvent` the service no longer has what came before: read the page again.
   */
  discussionEvents(
    variables: DiscussionEventsSubscriptionVariables,
    options?: StreamOptions,
  ): Stream<DiscussionEventsSubscription>;

  /** Sends a document of your own: a query, or a mutation. */
  request<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: NoInfer<TVariables>,
    options?: RequestOptions,
  ): Promise<TResult>;

  /**
   * Follows a subscription of your own. To be resumed without a loss it selects its event's `cursor` and declares the
   * variable `$after`; to begin without a loss and without `after`, it names its post `$postId`.
   */
  subscribe<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: NoInfer<TVariables>,
    options?: StreamOptions,
  ): Stream<TResult>;

  /** Ends every stream, and the connection under them. The client can still be used. */
  close(): void;
}
