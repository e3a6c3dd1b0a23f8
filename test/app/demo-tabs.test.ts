import { beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '../../src/app/demo/content/people.ts';
import { findDemo } from '../../src/app/demo/find-demo.ts';
import { seedDemo } from '../../src/app/demo/seed-demo.ts';
import { createModerationTabs } from '../../src/pages/playground/moderation-tabs.ts';
import { createPlaygroundTabs } from '../../src/pages/playground/playground-tabs.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';

// Every tab of the playground with the demo, in their order, as whoever each says it is for.

const NOW = new Date('2026-03-02T08:30:00.000Z');
const api = openTestApi(await openTestDatabase());
const { services } = api;

beforeAll(async () => {
  await seedDemo(services, { now: NOW });
});

describe('the tabs with the demo', () => {
  it('all give data, with the tokens that they name', async () => {
    const results: Record<string, unknown> = {};
    for (const tab of await readTabs()) results[tab.name] = await run(tab);

    expect(results).toMatchObject({
      Welcome: { viewer: null },
      FrontPage: { posts: { totalCount: 6 } },
      ViewByTime: { post: { comments: { totalCount: 72 } } },
      ViewByThread: { post: { comments: { pageInfo: { hasNextPage: true } } } },
      WriteAComment: { createComment: { __typename: 'CreateCommentPayload' } },
      AnErrorOnPurpose: ['BAD_USER_INPUT'],
      React: { react: { comment: { reactions: [{ count: 1, viewerHasReacted: true }, { count: 0 }] } } },
      ModerationQueue: {
        moderationQueue: {
          totalCount: 2,
          nodes: [
            { __typename: 'Comment', flagCount: 2, flags: { nodes: [{ reason: 'OTHER' }, { reason: 'OFF_TOPIC' }] } },
            { __typename: 'HeldComment', heldBecause: 'LINKS', commenter: { displayName: 'Ada Merriman' } },
          ],
        },
      },
      HideAComment: {
        moderateComment: {
          comment: {
            status: 'HIDDEN',
            decision: { action: 'HIDE' },
            flags: { nodes: [{ decision: { reason: 'Please keep to the subject.' } }, {}] },
          },
        },
      },
      RestoreAComment: {
        moderateComment: { comment: { status: 'PUBLISHED', body: expect.stringContaining('flange') } },
      },
      DecideAHeldComment: { decideHeldComment: { heldComment: { status: 'APPROVED' }, comment: { number: 74 } } },
      AuditLog: {
        auditLog: {
          nodes: [
            { action: 'APPROVE', actor: { handle: 'mod' } },
            { action: 'RESTORE' },
            { action: 'HIDE' },
            ...Array.from({ length: 5 }, () => ({})),
          ],
        },
      },
    });
  });

  it('stream what comes to the queue and what leaves it', async () => {
    const tabs = await readTabs();
    const [follow, hide] = [findTab(tabs, 'ModerationEvents'), findTab(tabs, 'HideAComment')];
    const { commentId } = hide.variables.input;
    const stream = await api.follow([follow.query, follow.variables, follow.identity]);

    await api.data([REPORT, { input: { commentId, reason: 'SPAM' } }, anAccount('ada')]);
    await run(hide);
    const [reported, resolved] = [await stream.next(), await stream.next()];
    await stream.return?.();

    expect(reported.value).toMatchObject({
      moderationEvents: { __typename: 'CommentFlaggedEvent', item: { id: commentId } },
    });
    expect(resolved.value).toMatchObject({
      moderationEvents: { __typename: 'ItemResolvedEvent', auditEntry: { action: 'HIDE' } },
    });
  });
});

const REPORT = 'mutation ($input: FlagCommentInput!) { flagComment(input: $input) { __typename } }';

async function readTabs() {
  const demo = await findDemo(services.database.pool, services.config.reactions);
  if (demo === null) throw new Error('Expected the demo.');
  return [...createPlaygroundTabs(demo), ...createModerationTabs(demo)].map(({ query, variables = '{}' }) => ({
    name: / (\w+)[ ({]/.exec(query.replace(/^#.*$/gm, ''))?.[1] ?? '',
    query,
    variables: JSON.parse(variables),
    identity: identify(/token of (\w+)/.exec(query)?.[1]),
  }));
}

type Tab = Awaited<ReturnType<typeof readTabs>>[number];

/** The account of a person whose token is printed at the start; nobody where a tab names none. */
function identify(handle: string | undefined) {
  const role = PEOPLE.find((person) => person.handle === handle)?.role;
  return handle === undefined ? undefined : anAccount(handle, role);
}

function findTab(tabs: readonly Tab[], name: string): Tab {
  const tab = tabs.find((one) => one.name === name);
  if (tab === undefined) throw new Error(`Expected a tab ${name}.`);
  return tab;
}

async function run({ name, query, variables, identity }: Tab): Promise<unknown> {
  if (query.includes('\nsubscription')) return null;
  if (name === 'AnErrorOnPurpose') return await api.codes([query, variables, identity]);
  return await api.data([query, variables, identity]);
}
