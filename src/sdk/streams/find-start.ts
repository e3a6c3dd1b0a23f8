import { ColloquyError } from '../colloquy-error.ts';
import {
  PostCursorDocument,
  SiteCursorDocument,
  type PostCursorQuery,
  type SiteCursorQuery,
} from '../generated/operations.ts';
import type { Operation } from '../http/send-operation.ts';
import { sendRequest } from '../http/send-request.ts';
import type { Settings } from '../settings.ts';
import { readDocument } from '../typed-document.ts';

/**
 * The cursor at which a subscription without `after` begins: the end of its post's log, or of the log of all posts. With
 * it, an event between the first connection and the first event is not lost. Undefined where the document takes no cursor.
 */
export async function findStart(
  settings: Settings,
  { query, variables, signal }: Operation & { signal: AbortSignal },
): Promise<string | undefined> {
  const { postId } = variables;
  const takesCursor = /\$after\b/.test(query);
  if (!takesCursor) return undefined;
  if (typeof postId === 'string') return await findPostCursor(settings, { postId, signal });
  if (/\bnewComments\s*\(/.test(query)) return await findSiteCursor(settings, signal);
  return undefined;
}

async function findPostCursor(
  settings: Settings,
  { postId, signal }: { postId: string; signal: AbortSignal },
): Promise<string> {
  const request = { ...readDocument(PostCursorDocument), variables: { postId }, retry: false, signal };
  const { post } = await sendRequest<PostCursorQuery>(settings, request);
  if (post !== null) return post.cursor;
  throw new ColloquyError(`Expected a post with the id ${postId}, and found none.`, { code: 'NOT_FOUND' });
}

async function findSiteCursor(settings: Settings, signal: AbortSignal): Promise<string> {
  const request = { ...readDocument(SiteCursorDocument), variables: {}, retry: false, signal };
  const { siteCursor } = await sendRequest<SiteCursorQuery>(settings, request);
  return siteCursor;
}
