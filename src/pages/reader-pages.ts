import type { Services } from '../domain/service-session.ts';
import { createDiscussionPage } from './discussion/discussion-page.ts';
import { createFeedRoute } from './feed.ts';
import { createPostList } from './lists/post-list.ts';
import type { Route } from './route.ts';

/** What readers, feed readers and search engines look at. Each reads the database. */
export function createReaderPages(services: Services): Route[] {
  const pages = [createFeedRoute, createDiscussionPage, createPostList];
  return pages.map((create) => create(services));
}
