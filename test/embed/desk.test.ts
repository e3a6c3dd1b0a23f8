import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCommand } from '../../src/embed/desk/model/commands.ts';
import {
  applyQueueEvent,
  emptyQueue,
  joinQueuePage,
  type Item,
  type QueueEvent,
} from '../../src/embed/desk/model/queue.ts';
import { markRange, moveSelection } from '../../src/embed/desk/model/selection.ts';

const PRESS = { ctrlKey: false, metaKey: false, altKey: false, isTyping: false };

describe('keys', () => {
  it('are commands, also the arrows', () => {
    expect(['a', 'j', 'ArrowDown', 'X', '?', 'y'].map((key) => findCommand({ ...PRESS, key }))).toEqual([
      ...['approve', 'next', 'next', 'markRange', 'help', null],
    ]);
  });

  it('type in a text field, which Escape alone leaves', () => {
    expect(['a', 'h', 'Escape'].map((key) => findCommand({ ...PRESS, key, isTyping: true }))).toEqual([
      ...[null, null, 'back'],
    ]);
  });

  it('belong to the browser with Control', () => {
    expect(findCommand({ ...PRESS, key: 'a', ctrlKey: true })).toBeNull();
  });
});

describe('the selection', () => {
  const items = ['a', 'b', 'c', 'd'].map((id) => ({ id }));

  it.each([
    [{ id: 'b', place: 1 }, 1, 'c'],
    [{ id: 'd', place: 3 }, 1, 'd'],
    [{ id: null, place: 0 }, 1, 'a'],
    // What was selected has left: what stands in its place now is the next one.
    [{ id: 'gone', place: 2 }, 1, 'c'],
    [{ id: 'gone', place: 2 }, -1, 'b'],
    [{ id: 'gone', place: 9 }, 1, 'd'],
  ])('%j moves by %i to %s', (selection, step, id) => {
    expect(moveSelection(items, selection, step).id).toBe(id);
  });

  it('is nothing in an empty list', () => {
    expect(moveSelection([], { id: 'a', place: 0 }, 1).id).toBeNull();
  });

  it('marks a range in both directions, beside what is marked', () => {
    expect([...markRange(items, new Set(['d']), { from: 'c', to: 'a' })]).toEqual(['d', 'a', 'b', 'c']);
  });
});

describe('the queue', () => {
  it('is what the service has, wherever its page was read', () => {
    const happenings = fc.array(fc.record({ id: fc.integer({ min: 1, max: 6 }), isIn: fc.boolean() }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(happenings, fc.nat(30), fc.nat(30), (all, one, other) => {
        const [cursor, read] = [Math.min(one, other, all.length), Math.min(Math.max(one, other), all.length)];

        // The cursor is older than the page: the events between them come although the page has them.
        const page = joinQueuePage(emptyQueue(null), aPage(happen(all.slice(0, read))));
        const events = happenAsEvents(all).slice(cursor);
        const shown = events.reduce(applyQueueEvent, page);

        expect(shown.items.map(({ id }) => id).sort()).toEqual(happen(all).sort());
      }),
    );
  });

  it('leaves what comes for the pages that are not loaded', () => {
    const queue = joinQueuePage(emptyQueue(null), { ...aPage(['1']), pageInfo: { hasNextPage: true, endCursor: 'x' } });

    expect(applyQueueEvent(queue, held('2')).items.map(({ id }) => id)).toEqual(['1']);
  });

  it('takes what is of its kind, and still waits', () => {
    const flagged = joinQueuePage(emptyQueue('FLAGGED'), aPage([]));
    const all = joinQueuePage(emptyQueue(null), aPage([]));

    expect(applyQueueEvent(flagged, held('1')).items).toEqual([]);
    expect(applyQueueEvent(all, held('1', 'APPROVED')).items).toEqual([]);
  });
});

interface Happening {
  readonly id: number;
  readonly isIn: boolean;
}

/** What waits after all of it, oldest first. */
function happen(all: readonly Happening[]): string[] {
  const waiting = new Set<string>();
  for (const { id, isIn } of all) {
    if (isIn) waiting.add(String(id));
    else waiting.delete(String(id));
  }
  return [...waiting];
}

function happenAsEvents(all: readonly Happening[]): QueueEvent[] {
  return all.map(({ id, isIn }) => (isIn ? held(String(id)) : resolved(String(id))));
}

function anItem(id: string, heldStatus = 'HELD'): Item {
  return { __typename: 'HeldComment', id, heldStatus } as unknown as Item;
}

function aPage(ids: readonly string[]) {
  return { pageInfo: { hasNextPage: false, endCursor: null }, nodes: ids.map((id) => anItem(id)) };
}

function held(id: string, status?: string): QueueEvent {
  return { __typename: 'CommentHeldEvent', cursor: '', occurredAt: '', item: anItem(id, status) };
}

function resolved(id: string): QueueEvent {
  return { __typename: 'ItemResolvedEvent', cursor: '', occurredAt: '', item: anItem(id), auditEntry: null };
}
