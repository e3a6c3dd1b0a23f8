import type { Client } from './client.ts';
import type { ClientOptions } from './client-options.ts';
import { createBareClient } from './create-bare-client.ts';
import * as documents from './generated/operations.ts';

/**
 * Makes a client of the service at `url`. It sends nothing before its first call.
 *
 * @example
 * const client = createClient({ url: 'http://localhost:4000/graphql' });
 * const { posts } = await client.frontPage({ first: 10 });
 */
export function createClient(options: ClientOptions): Client {
  const { request, create, subscribe, close } = createBareClient(options);
  return {
    frontPage: (variables = {}, options) => request(documents.FrontPageDocument, variables, options),
    article: (variables, options) => request(documents.ArticleDocument, variables, options),
    comments: (variables, options) => request(documents.CommentsDocument, variables, options),
    nestedThread: (variables, options) => request(documents.NestedThreadDocument, variables, options),
    replies: (variables, options) => request(documents.RepliesDocument, variables, options),
    viewInThread: (variables, options) => request(documents.ViewInThreadDocument, variables, options),
    tagPage: (variables, options) => request(documents.TagPageDocument, variables, options),
    tags: (variables = {}, options) => request(documents.TagsDocument, variables, options),
    authorPage: (variables, options) => request(documents.AuthorPageDocument, variables, options),
    viewer: (options) => request(documents.ViewerDocument, {}, options),
    commentCounts: (variables, options) => request(documents.CommentCountsDocument, variables, options),
    newCommentCount: (variables, options) => request(documents.NewCommentCountDocument, variables, options),
    ownComments: (variables, options) => request(documents.OwnCommentsDocument, variables, options),
    ownHeldComments: (variables, options) => request(documents.OwnHeldCommentsDocument, variables, options),
    postCursor: (variables, options) => request(documents.PostCursorDocument, variables, options),
    siteCursor: (options) => request(documents.SiteCursorDocument, {}, options),
    moderationQueue: (variables = {}, options) => request(documents.ModerationQueueDocument, variables, options),
    moderationCursor: (options) => request(documents.ModerationCursorDocument, {}, options),
    moderatedComment: (variables, options) => request(documents.ModeratedCommentDocument, variables, options),
    searchComments: (variables = {}, options) => request(documents.SearchCommentsDocument, variables, options),
    auditLog: (variables = {}, options) => request(documents.AuditLogDocument, variables, options),
    createComment: (variables, options) => create(documents.CreateCommentDocument, variables, options),
    editComment: (variables, options) => request(documents.EditCommentDocument, variables, options),
    deleteComment: (variables, options) => request(documents.DeleteCommentDocument, variables, options),
    openDiscussion: (variables, options) =>
      request(documents.OpenDiscussionDocument, variables, { retry: true, ...options }),
    previewMarkdown: (variables, options) => request(documents.PreviewMarkdownDocument, variables, options),
    withdrawHeldComment: (variables, options) =>
      request(documents.WithdrawHeldCommentDocument, variables, { retry: true, ...options }),
    react: (variables, options) => request(documents.ReactDocument, variables, { retry: true, ...options }),
    flagComment: (variables, options) => request(documents.FlagCommentDocument, variables, options),
    claimVoice: (options) => request(documents.ClaimVoiceDocument, {}, { retry: true, ...options }),
    createPost: (variables, options) => create(documents.CreatePostDocument, variables, options),
    updatePost: (variables, options) => request(documents.UpdatePostDocument, variables, options),
    moderateComments: (variables, options) =>
      request(documents.ModerateCommentsDocument, variables, { retry: true, ...options }),
    decideHeldComments: (variables, options) =>
      request(documents.DecideHeldCommentsDocument, variables, { retry: true, ...options }),
    muteCommenter: (variables, options) => request(documents.MuteCommenterDocument, variables, options),
    pinComment: (variables, options) => request(documents.PinCommentDocument, variables, { retry: true, ...options }),
    endMute: (variables, options) => request(documents.EndMuteDocument, variables, { retry: true, ...options }),
    commentAdded: (variables, options) => subscribe(documents.CommentAddedDocument, variables, options),
    discussionEvents: (variables, options) => subscribe(documents.DiscussionEventsDocument, variables, options),
    newComments: (variables = {}, options) => subscribe(documents.NewCommentsDocument, variables, options),
    moderationEvents: (variables = {}, options) => subscribe(documents.ModerationEventsDocument, variables, options),
    request,
    subscribe,
    close,
  };
}
