// The public API of the package.
export type { Client } from './client.ts';
export type { ClientOptions, Credential, RequestOptions, TransportName } from './client-options.ts';
export type { Clock } from './clock.ts';
export { ColloquyError } from './colloquy-error.ts';
export type { ColloquyErrorCode, ColloquyErrorDetails, ResponseError } from './colloquy-error.ts';
export { createBareClient } from './create-bare-client.ts';
export type { BareClient } from './create-bare-client.ts';
export { createClient } from './create-client.ts';
export { createVoice } from './credentials.ts';
export { applyEvent } from './discussion/apply-event.ts';
export { toDiscussion } from './discussion/discussion.ts';
export type {
  Discussion,
  DiscussionComment,
  DiscussionEvent,
  DiscussionPage,
  PinnedComment,
} from './discussion/discussion.ts';
export { dropEcho } from './discussion/drop-echo.ts';
export type { PendingWrite } from './discussion/drop-echo.ts';
export { appendPage, prependPage } from './discussion/join-page.ts';
export type { CommentPlace } from './discussion/insert-comment.ts';
export { CLIENT_ERROR_CODES, ERROR_CODES } from './error-codes.ts';
export type { ClientErrorCode, ServiceErrorCode } from './error-codes.ts';
export * from './generated/operations.ts';
export type { Stream, StreamOptions, StreamStatus } from './streams/stream.ts';
export type { TypedDocument } from './typed-document.ts';
