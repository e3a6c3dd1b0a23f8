import { expect, test } from 'vitest';
import { UnreadBytes } from '../../src/execution/unread-bytes.ts';

test('beyond the limit, what has waited longest is cut, and nothing that was read', () => {
  const unread = new UnreadBytes(100);
  const cut: string[] = [];
  const hold = (name: string, bytes: number) => unread.hold(bytes, () => cut.push(name));
  const read = hold('read', 40);
  hold('oldest', 40);
  hold('next', 20);

  read();
  read();
  hold('another', 40);
  expect(cut).toEqual([]);
  hold('last', 1);

  expect(cut).toEqual(['oldest']);
  hold('too large by itself', 101);
  expect(cut).toEqual(['oldest', 'next', 'another', 'last', 'too large by itself']);
});
