// What is of one discussion, so that its seq, its version and the site's together tell of every change to it. A field that is not named here
// is never answered from an answer that is kept: those of other posts, such as an author's, and those that depend on who asks or when.
const COMMENTER = ['displayName', 'avatarUrl'];

export const COVERED: Readonly<Record<string, readonly string[]>> = {
  Query: ['post'],
  Post: [
    ...['id', 'slug', 'title', 'kicker', 'excerpt', 'body', 'bodyHtml', 'url', 'feedUrl'],
    ...['createdAt', 'updatedAt', 'publishedAt', 'author', 'tags'],
    ...['commentsOpen', 'commentCount', 'commentCountAfter', 'cursor', 'comments', 'replies', 'viewerHeldComments'],
    ...['reactionsVersion', 'guestsCanReact', 'firstWord', 'lastWord', 'lockedNumbers'],
  ],
  Comment: [
    ...['id', 'post', 'number', 'depth', 'path', 'status', 'parent', 'ancestors', 'subject', 'body', 'bodyHtml'],
    // Whoever is nobody may edit and withdraw nothing, and is told of nothing that moderators see.
    ...[
      'viewerCanEdit',
      'viewerCanDelete',
      'viewerHasFlagged',
      'viewerFlag',
      'flags',
      'flagCount',
      'decision',
      'versions',
      'voiceId',
    ],
    ...['isLocked', 'author', 'url', 'createdAt', 'editedAt', 'replyCount', 'descendantCount', 'replies', 'reactions'],
  ],
  Reaction: ['kind', 'count', 'viewerHasReacted'],
  CommentConnection: ['edges', 'nodes', 'pageInfo', 'totalCount'],
  CommentEdge: ['cursor', 'node'],
  // Nobody is shown any of these without a credential.
  HeldCommentConnection: ['edges', 'nodes', 'pageInfo', 'totalCount'],
  HeldCommentEdge: ['cursor', 'node'],
  HeldComment: [
    ...['id', 'post', 'parent', 'subject', 'body', 'bodyHtml', 'commenter'],
    ...['heldBecause', 'status', 'createdAt', 'decision', 'comment'],
  ],
  FlagConnection: ['edges', 'nodes', 'pageInfo', 'totalCount'],
  FlagEdge: ['cursor', 'node'],
  Flag: ['id', 'comment', 'reason', 'note', 'createdAt', 'resolvedAt', 'decision', 'author'],
  Decision: ['action', 'reason', 'decidedAt'],
  CommentVersion: ['subject', 'body', 'writtenAt'],
  PageInfo: ['startCursor', 'endCursor', 'hasNextPage', 'hasPreviousPage'],
  Commenter: COMMENTER,
  Guest: COMMENTER,
  Author: ['id', ...COMMENTER, 'handle'],
  Tag: ['id', 'slug', 'label', 'kind'],
  Node: ['id'],
};
