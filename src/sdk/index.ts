// The door of the package: what a front-end developer imports.
export { createClient } from './create-client.ts';
export type { Client } from './client.ts';
export type { ClientOptions, Credential, RequestOptions, TransportName } from './client-options.ts';
export type { Clock } from './clock.ts';
export { ColloquyError } from './colloquy-error.ts';
export type { ColloquyErrorCode, ColloquyErrorDetails, WireError } from './colloquy-error.ts';
export { CLIENT_ERROR_CODES, ERROR_CODES } from './error-codes.ts';
export type { ClientErrorCode, ServiceErrorCode } from './error-codes.ts';
export * from './generated/operations.ts';
export { createVoice } from './random-key.ts';
export type { Stream } from './stream.ts';
export type { StreamOptions, StreamStatus } from './stream-status.ts';
export type { TypedDocument } from './typed-document.ts';
