import { describe, expect, it } from 'vitest';
import { BUS_COMPLAINTS } from '../../src/app/demo/content/bus-actions.ts';
import { BUS_POSTSCRIPTS, BUS_REMARKS } from '../../src/app/demo/content/bus-remarks.ts';
import { PEOPLE } from '../../src/app/demo/content/people.ts';
import { DEMO_POSTS, MODEL_POST } from '../../src/app/demo/demo-content.ts';
import type { DemoComment } from '../../src/app/demo/demo-shapes.ts';
import { planDemo } from '../../src/app/demo/plan-demo.ts';
import { isSlug } from '../../src/text/slug.ts';
import { checkText } from '../../src/text/text.ts';
import { MAX_COMMENT_BODY } from '../../src/text/text-limits.ts';

const NOW = new Date('2026-03-02T08:30:00.250Z');
const HANDLES = PEOPLE.map(({ handle }) => handle);

describe('the content of the demo', () => {
  it('is written by people of its list', () => {
    const named = [
      ...DEMO_POSTS.flatMap(({ by, comments, actions = [] }) => [
        by,
        ...[...comments, ...actions].map((one) => one.by),
      ]),
      ...[...BUS_REMARKS, ...BUS_COMPLAINTS].map(({ by }) => by),
    ].filter((by) => typeof by === 'string');

    expect(named.filter((handle) => !HANDLES.includes(handle))).toEqual([]);
    expect(new Set(HANDLES).size).toBe(HANDLES.length);
  });

  it.each(DEMO_POSTS)('numbers the comments of $slug, and answers only earlier ones', ({ slug, comments }) => {
    expect(isSlug(slug)).toBe(true);
    expect(comments.map(({ number }) => number)).toEqual(comments.map((_, index) => index + 1));
    for (const { number, to } of comments) expect(to ?? 0).toBeLessThan(number);
  });

  it('shows every feature of a thread in the model discussion', () => {
    const { comments } = MODEL_POST;
    const depths = comments.map((comment) => depthOf(comments, comment));

    expect(comments.length).toBeGreaterThanOrEqual(60);
    expect(Math.max(...depths)).toBe(8);
    expect(comments.filter(({ editedTo }) => editedTo !== undefined)).not.toEqual([]);
    expect(comments.filter(({ by }) => typeof by !== 'string' && by.guest === null)).not.toEqual([]);
    for (const { number } of comments.filter(({ isWithdrawn }) => isWithdrawn === true)) {
      expect(comments.filter(({ to }) => to === number)).not.toEqual([]);
    }
  });

  it('has actions about comments that are there by then', () => {
    for (const { slug, comments, actions = [] } of DEMO_POSTS) {
      for (const action of actions) {
        const number = action.kind === 'hold' ? action.to : action.number;
        expect(number, slug).toBeLessThanOrEqual(action.after);
        expect(action.after, slug).toBeLessThanOrEqual(comments.length);
      }
    }
  });

  it('has a post without a comment and a closed discussion', () => {
    expect(DEMO_POSTS.filter(({ comments }) => comments.length === 0)).toHaveLength(1);
    expect(DEMO_POSTS.filter(({ isClosed }) => isClosed === true)).toHaveLength(1);
  });

  it('has at least forty different remarks for the commenter', () => {
    expect(new Set(BUS_REMARKS.map(({ body }) => body)).size).toBe(BUS_REMARKS.length);
    expect(BUS_REMARKS.length).toBeGreaterThanOrEqual(40);
    for (const [at, { body }] of BUS_REMARKS.entries()) {
      // An edited remark is recognised by its first words.
      expect(BUS_REMARKS.findIndex((other) => `${body}\n`.startsWith(`${other.body}\n`))).toBe(at);
    }
    const bodies = BUS_REMARKS.flatMap(({ body }) => BUS_POSTSCRIPTS.map((postscript) => `${body}\n\n${postscript}`));
    for (const body of bodies) expect(checkText(body, { path: [], max: MAX_COMMENT_BODY })).toBeNull();
  });
});

describe('the plan of the demo', () => {
  const plan = planDemo(DEMO_POSTS, NOW);

  it('is in order of time, and ends before now', () => {
    const times = plan.map(({ at }) => at.getTime());

    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(NOW.getTime());
  });

  it('is the same for the same time', () => {
    expect(planDemo(DEMO_POSTS, NOW)).toEqual(plan);
  });

  it('adds the comments of each post in order of their numbers', () => {
    for (const { slug, comments } of DEMO_POSTS) {
      const numbers = plan.flatMap((step) =>
        step.kind === 'comment' && step.post.slug === slug ? [step.comment.number] : [],
      );
      expect(numbers).toEqual(comments.map(({ number }) => number));
    }
  });

  it('withdraws a comment only after its replies, and closes a discussion last', () => {
    for (const [place, step] of plan.entries()) {
      const rest = plan.slice(place + 1).filter(({ post }) => post === step.post);
      if (step.kind === 'withdraw') {
        expect(rest.some((later) => later.kind === 'comment' && later.comment.to === step.comment.number)).toBe(false);
      }
      if (step.kind === 'close') expect(rest).toEqual([]);
    }
  });
});

function depthOf(comments: readonly DemoComment[], { to }: DemoComment): number {
  const parent = comments.find(({ number }) => number === to);
  return parent === undefined ? 0 : 1 + depthOf(comments, parent);
}
