import type { Services } from '../domain/service-session.ts';
import { createDiscussionFile } from './discussion/discussion-file.ts';
import { createDiscussionPage } from './discussion/discussion-page.ts';
import { createCountsRoute } from './counts.ts';
import { createFeedRoute } from './feed.ts';
import { createAuthorPage } from './lists/author-page.ts';
import { createPostList } from './lists/post-list.ts';
import { createTagList } from './lists/tag-list.ts';
import { createTagPage } from './lists/tag-page.ts';
import type { Route } from './route.ts';

/** What readers, feed readers and search engines look at. Each reads the database. */
export function createReaderPages(services: Services): Route[] {
  const lists = [createPostList, createTagList, createTagPage, createAuthorPage];
  const pages = [createFeedRoute, createDiscussionPage, createDiscussionFile, createCountsRoute, ...lists];
  return pages.map((create) => create(services));
}
