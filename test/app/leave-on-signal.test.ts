import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { leaveOnSignal, type Signalled } from '../../src/app/leave-on-signal.ts';

test('closes before it exits, and treats a forwarded signal as the same one', async () => {
  const { signal, codes, said, finish } = leaving();

  signal('SIGINT', { at: 0 });
  signal('SIGINT', { at: 1 });
  signal('SIGTERM', { at: 999 });
  await setImmediate();
  expect(codes).toEqual([]);

  finish();
  await setImmediate();
  expect(codes).toEqual([0]);
  expect(said).toEqual(['SIGINT: answering what runs, then closing …', 'Closed.']);
});

test('exits at once on a second signal', () => {
  const { signal, codes } = leaving();

  signal('SIGTERM', { at: 0 });
  signal('SIGTERM', { at: 1_000 });

  expect(codes).toEqual([130]);
});

test('closes before it exits with a code of its own when nobody reads its output', async () => {
  const { closeOutput, codes, reported, finish } = leaving();

  closeOutput();
  closeOutput();
  await setImmediate();
  expect(codes).toEqual([]);

  finish();
  await setImmediate();
  expect(codes).toEqual([74]);
  expect(reported).toEqual([expect.stringContaining('stdout is closed')]);
});

test('goes on closing when its output is closed meanwhile', async () => {
  const { signal, closeOutput, codes, reported, finish } = leaving();

  signal('SIGTERM', { at: 0 });
  closeOutput();
  finish();
  await setImmediate();

  expect(codes).toEqual([0]);
  expect(reported).toEqual([]);
});

function leaving() {
  const events = new EventEmitter();
  const codes: number[] = [];
  const said: string[] = [];
  let finish = () => {};
  const closed = new Promise<void>((resolve) => (finish = resolve));
  let time = 0;
  const stdout = new EventEmitter();
  const reported: string[] = [];
  const process: Signalled = {
    stdout: { on: (name, listener) => stdout.on(name, listener) },
    on: (name, listener) => events.on(name, listener),
    exit: (code) => void codes.push(code),
  };
  leaveOnSignal(process, {
    close: () => closed,
    say: (line) => said.push(line),
    report: (line) => reported.push(line),
    now: () => time,
  });
  const signal = (name: NodeJS.Signals, { at }: { at: number }) => {
    time = at;
    events.emit(name, name);
  };
  const closeOutput = () => stdout.emit('error', new Error('EPIPE'));
  return { signal, closeOutput, codes, said, reported, finish };
}
