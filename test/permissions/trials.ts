// One trial of each action of the table of permissions, for every root field that has rights of its own.
import type { Action } from '../../src/session/policy.ts';
import type { Stage } from './stage.ts';

export interface Trial {
  /** The root field that is tried; a field of what it returns after a dot. */
  readonly field: string;
  readonly action: Action;
  readonly document: string;
  /** Makes what it is done to. `isOwn`: it is the viewer's. */
  readonly prepare: (stage: Stage, isOwn: boolean) => Promise<object>;
}

const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
const onComment = (fields: string) => `query ($id: ID!) { comment(id: $id) { ${fields} } }`;
const mutation = (field: string, Input: string) =>
  `mutation ($input: ${Input}!) { ${field}(input: $input) { __typename } }`;

export const TRIALS: readonly Trial[] = [
  {
    field: 'post',
    action: 'readPost',
    document: 'query ($id: ID!) { post(by: { id: $id }) { title } }',
    prepare: async (stage) => ({ id: await stage.aPost() }),
  },
  {
    field: 'post (a draft)',
    action: 'readDraft',
    document: 'query ($id: ID!) { post(by: { id: $id }) { title } }',
    prepare: async (stage, isOwn) => ({ id: await stage.aPost({ isOwn, publish: false }) }),
  },
  {
    field: 'node (a draft)',
    action: 'readDraft',
    document: NODE,
    prepare: async (stage, isOwn) => ({ id: await stage.aPost({ isOwn, publish: false }) }),
  },
  {
    field: 'discussionEvents',
    action: 'readPost',
    document: 'subscription ($id: ID!) { discussionEvents(postId: $id) { cursor } }',
    prepare: async (stage) => ({ id: await stage.aPost() }),
  },
  {
    field: 'discussionEvents (a draft)',
    action: 'readDraft',
    document: 'subscription ($id: ID!) { discussionEvents(postId: $id) { cursor } }',
    prepare: async (stage, isOwn) => ({ id: await stage.aPost({ isOwn, publish: false }) }),
  },
  {
    field: 'createPost',
    action: 'createPost',
    document: mutation('createPost', 'CreatePostInput'),
    prepare: (stage) => Promise.resolve({ input: { title: stage.unique(), body: 'Text.' } }),
  },
  {
    field: 'openDiscussion',
    action: 'openDiscussion',
    document: mutation('openDiscussion', 'OpenDiscussionInput'),
    prepare: (stage) => Promise.resolve({ input: { url: stage.uniqueUrl(), title: 'A page' } }),
  },
  {
    field: 'updatePost (of a page)',
    action: 'confirmPage',
    document: mutation('updatePost', 'UpdatePostInput'),
    prepare: async (stage) => ({ input: { postId: await stage.aPage(), title: stage.unique() } }),
  },
  {
    field: 'updatePost',
    action: 'updatePost',
    document: mutation('updatePost', 'UpdatePostInput'),
    prepare: async (stage, isOwn) => ({ input: { postId: await stage.aPost({ isOwn }), title: stage.unique() } }),
  },
  {
    field: 'createComment',
    action: 'createComment',
    document: mutation('createComment', 'CreateCommentInput'),
    prepare: async (stage) => ({ input: { postId: await stage.aPost(), body: stage.unique() } }),
  },
  {
    field: 'previewMarkdown',
    action: 'createComment',
    document: mutation('previewMarkdown', 'PreviewMarkdownInput'),
    prepare: (stage) => Promise.resolve({ input: { body: stage.unique() } }),
  },
  {
    field: 'editComment',
    action: 'editComment',
    document: mutation('editComment', 'EditCommentInput'),
    prepare: async (stage, isOwn) => ({ input: { commentId: await stage.aComment({ isOwn }), body: stage.unique() } }),
  },
  {
    field: 'deleteComment',
    action: 'deleteComment',
    document: mutation('deleteComment', 'DeleteCommentInput'),
    prepare: async (stage, isOwn) => ({ input: { commentId: await stage.aComment({ isOwn }) } }),
  },
  {
    field: 'flagComment',
    action: 'flagComment',
    document: mutation('flagComment', 'FlagCommentInput'),
    prepare: async (stage) => ({ input: { commentId: await stage.aComment(), reason: 'SPAM' } }),
  },
  {
    field: 'react',
    action: 'react',
    document: mutation('react', 'ReactInput'),
    prepare: async (stage) => ({ input: { commentId: await stage.aComment(), kind: 'insightful', on: true } }),
  },
  {
    field: 'pinComment',
    action: 'pinComment',
    document: mutation('pinComment', 'PinCommentInput'),
    prepare: async (stage, isOwn) => ({
      input: { commentId: await stage.aComment({ isOwn }), as: 'FIRST_WORD', on: true },
    }),
  },
  ...(['HIDE', 'LOCK', 'DISMISS_FLAGS'] as const).map((action) => ({
    field: `moderateComment (${action})`,
    action: 'moderateComment' as const,
    document: mutation('moderateComment', 'ModerateCommentInput'),
    prepare: async (stage: Stage, isOwn: boolean) => ({
      input: { commentId: await stage.aComment({ isOwn }), action, reason: 'A reason.' },
    }),
  })),
  {
    field: 'moderateComments',
    action: 'moderateComment',
    document: mutation('moderateComments', 'ModerateCommentsInput'),
    prepare: async (stage, isOwn) => ({
      input: { commentIds: [await stage.aComment({ isOwn })], action: 'HIDE', reason: 'A reason.' },
    }),
  },
  {
    field: 'decideHeldComment',
    action: 'decideHeldComment',
    document: mutation('decideHeldComment', 'DecideHeldCommentInput'),
    prepare: async (stage, isOwn) => ({ input: { heldCommentId: await stage.aHeldComment({ isOwn }), approve: true } }),
  },
  {
    field: 'decideHeldComments',
    action: 'decideHeldComment',
    document: mutation('decideHeldComments', 'DecideHeldCommentsInput'),
    prepare: async (stage, isOwn) => ({
      input: { heldCommentIds: [await stage.aHeldComment({ isOwn })], approve: false },
    }),
  },
  {
    field: 'withdrawHeldComment',
    action: 'deleteComment',
    document: mutation('withdrawHeldComment', 'WithdrawHeldCommentInput'),
    prepare: async (stage, isOwn) => ({ input: { heldCommentId: await stage.aHeldComment({ isOwn }) } }),
  },
  {
    field: 'muteCommenter',
    action: 'mute',
    document: mutation('muteCommenter', 'MuteCommenterInput'),
    prepare: async (stage) => ({ input: { commentId: await stage.aComment(), reason: 'A reason.' } }),
  },
  {
    field: 'endMute',
    action: 'mute',
    document: mutation('endMute', 'EndMuteInput'),
    prepare: async (stage) => ({ input: { muteId: await stage.aMute() } }),
  },
  { field: 'mutes', action: 'mute', document: '{ mutes { nodes { id } } }', prepare: nothing },
  { field: 'node (a mute)', action: 'mute', document: NODE, prepare: async (stage) => ({ id: await stage.aMute() }) },
  {
    field: 'setPremoderation',
    action: 'updatePremoderation',
    document: mutation('setPremoderation', 'SetPremoderationInput'),
    prepare: async (stage, isOwn) => ({ input: { postId: await stage.aPost({ isOwn }), premoderation: ['ALL'] } }),
  },
  {
    field: 'node (a held comment)',
    action: 'readHeldComment',
    document: NODE,
    prepare: async (stage, isOwn) => ({ id: await stage.aHeldComment({ isOwn }) }),
  },
  {
    field: 'comment.decision',
    action: 'readDecision',
    document: onComment('decision { reason }'),
    prepare: async (stage, isOwn) => ({ id: await stage.aHiddenComment({ isOwn }) }),
  },
  {
    field: 'comment.versions',
    action: 'readEvidence',
    document: onComment('versions { body }'),
    prepare: async (stage, isOwn) => ({ id: await stage.aHiddenComment({ isOwn }) }),
  },
  {
    field: 'comment.flags',
    action: 'readFlags',
    document: onComment('flags { nodes { id } }'),
    prepare: async (stage, isOwn) => ({ id: await stage.aComment({ isOwn }) }),
  },
  {
    field: 'comment.flagCount',
    action: 'readFlags',
    document: onComment('flagCount'),
    prepare: async (stage, isOwn) => ({ id: await stage.aComment({ isOwn }) }),
  },
  {
    field: 'comment.voiceId',
    action: 'readVoices',
    document: onComment('voiceId'),
    prepare: async (stage) => ({ id: await stage.aVoicesComment() }),
  },
  { field: 'claimVoice', action: 'claimVoice', document: 'mutation { claimVoice { __typename } }', prepare: nothing },
  {
    field: 'moderationQueue',
    action: 'readQueue',
    document: '{ moderationQueue { nodes { __typename } } }',
    prepare: nothing,
  },
  { field: 'moderationCursor', action: 'readQueue', document: '{ moderationCursor }', prepare: nothing },
  {
    field: 'moderationEvents',
    action: 'readQueue',
    document: 'subscription ($after: String) { moderationEvents(after: $after) { cursor } }',
    prepare: async (stage) => ({ after: await stage.queueCursorBeforeAnEvent() }),
  },
  {
    field: 'searchComments',
    action: 'searchComments',
    document: '{ searchComments { nodes { id } } }',
    prepare: nothing,
  },
  { field: 'auditLog', action: 'readAuditLog', document: '{ auditLog { nodes { id } } }', prepare: nothing },
  {
    field: 'node (an entry of the audit log)',
    action: 'readAuditLog',
    document: NODE,
    prepare: async (stage) => ({ id: await stage.anAuditEntry() }),
  },
  {
    field: 'createApiToken',
    action: 'createApiToken',
    document: mutation('createApiToken', 'CreateApiTokenInput'),
    prepare: () => Promise.resolve({ input: { name: 'A token', scopes: ['READ'] } }),
  },
  {
    field: 'createApiToken (to moderate)',
    action: 'grantModerate',
    document: mutation('createApiToken', 'CreateApiTokenInput'),
    prepare: () => Promise.resolve({ input: { name: 'A token', scopes: ['READ', 'MODERATE'] } }),
  },
  {
    field: 'revokeApiToken',
    action: 'changeApiToken',
    document: mutation('revokeApiToken', 'RevokeApiTokenInput'),
    prepare: async (stage, isOwn) => ({ input: { apiTokenId: await stage.anApiToken({ isOwn }) } }),
  },
  {
    field: 'node (an API token)',
    action: 'changeApiToken',
    document: NODE,
    prepare: async (stage, isOwn) => ({ id: await stage.anApiToken({ isOwn }) }),
  },
  {
    field: 'exportPerson',
    action: 'exportPerson',
    document: mutation('exportPerson', 'ExportPersonInput'),
    prepare: async (stage, isOwn) => ({ input: { commentId: await stage.aComment({ isOwn }) } }),
  },
  {
    field: 'exportPerson (a held comment)',
    action: 'exportPerson',
    document: mutation('exportPerson', 'ExportPersonInput'),
    prepare: async (stage, isOwn) => ({ input: { heldCommentId: await stage.aHeldComment({ isOwn }) } }),
  },
  {
    field: 'erasePerson',
    action: 'erasePerson',
    document: mutation('erasePerson', 'ErasePersonInput'),
    prepare: async (stage, isOwn) => {
      const commentId = await stage.aComment({ isOwn });
      return { input: { commentId, confirm: await stage.confirmationOf(commentId) } };
    },
  },
  { field: 'apiTokens', action: 'listApiTokens', document: '{ apiTokens { nodes { id } } }', prepare: nothing },
];

/** Root fields that give everybody the same, or only what is the viewer's own. */
export const WITHOUT_RIGHTS = [
  ...[
    'author',
    'comment',
    'commentCounts',
    'node',
    'nodes',
    'posts',
    'rateLimit',
    'siteCursor',
    'tag',
    'tags',
    'viewer',
  ],
  ...['commentAdded', 'newComments'],
];

function nothing(): Promise<object> {
  return Promise.resolve({});
}
