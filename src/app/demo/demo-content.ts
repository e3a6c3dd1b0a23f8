import { BUS_ACTIONS } from './content/bus-actions.ts';
import { BUS_ARTICLE } from './content/bus-article.ts';
import { BUS_COMMENTS } from './content/bus-comments.ts';
import { BUS_REACTIONS } from './content/bus-reactions.ts';
import { CORRECTION_POST } from './content/correction-post.ts';
import { LIBRARY_POST } from './content/library-post.ts';
import { NAMES_POST } from './content/names-post.ts';
import { REPAIR_POST } from './content/repair-post.ts';
import { SWIFTS_POST } from './content/swifts-post.ts';
import type { DemoPost } from './demo-shapes.ts';

/** The post whose discussion shows every feature of a thread, and in which the demo commenter writes. */
export const MODEL_POST: DemoPost = {
  slug: 'the-7-42-is-now-a-probability',
  title: 'The 7:42 Is Now a Probability',
  kicker: 'Getting about',
  by: 'ines',
  hoursAgo: 52,
  lastCommentMinutesAgo: 4,
  topics: ['Public transport', 'Statistics', 'The harbour'],
  companies: ['Tidewater Buses', 'Meridian Forecasting'],
  body: BUS_ARTICLE,
  comments: BUS_COMMENTS,
  reactions: BUS_REACTIONS,
  actions: BUS_ACTIONS,
};

/** The Quayside Almanac, newest last. */
export const DEMO_POSTS: readonly DemoPost[] = [
  CORRECTION_POST,
  NAMES_POST,
  SWIFTS_POST,
  MODEL_POST,
  LIBRARY_POST,
  REPAIR_POST,
];
