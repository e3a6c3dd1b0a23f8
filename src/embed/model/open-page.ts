import { ColloquyError, OpenDiscussionDocument } from '../../sdk/index.ts';
import type { Clients } from './clients.ts';
import type { Settings } from './settings.ts';

/**
 * Opens the discussion of the page. @returns the id of its post.
 *
 * @throws {ColloquyError} where the service has none for this page.
 */
export async function openPage({ clients, settings }: { clients: Clients; settings: Settings }): Promise<string> {
  const { post, title } = settings;
  if (typeof post.url !== 'string') throw new ColloquyError('There is no such discussion.', { code: 'NOT_FOUND' });
  const input = { url: post.url, title };
  const { openDiscussion } = await clients.viewer.request(OpenDiscussionDocument, { input }, { retry: true });
  if (openDiscussion?.__typename === 'OpenDiscussionPayload') return openDiscussion.post.id;
  const { code = 'UNKNOWN', message = '' } = openDiscussion ?? {};
  throw new ColloquyError(message, { code });
}
