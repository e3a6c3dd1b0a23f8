import type { Store } from '../../model/state.ts';
import type { DeskActions } from '../view/desk-context.ts';
import type { Moderator } from './acting.ts';
import type { Command } from './commands.ts';
import { itemsOf, targetsOf, type DeskState, type ReasonForm } from './desk-state.ts';
import { markRange, moveSelection, toggleMark } from './selection.ts';

interface Running {
  readonly store: Store<DeskState>;
  readonly moderator: Moderator;
  readonly actions: DeskActions;
}

/** Does what a key or a button asks for. */
export function runCommand(command: Command, running: Running): void {
  const { phase, isHelpOpen } = running.store.state;
  if (phase !== 'ready') return;
  if (isHelpOpen && command !== 'back' && command !== 'help') return;
  RUN[command](running);
}

const RUN: Readonly<Record<Command, (running: Running) => void>> = {
  next: (running) => move(running, 1),
  previous: (running) => move(running, -1),
  open: ({ store, actions }) => actions.select(store.state.selection.id, true),
  approve: ({ store, moderator }) => void moderator.decide(targetsOf(store.state), true),
  turnDown: (running) => ask(running, 'TURN_DOWN'),
  hide: (running) => ask(running, 'HIDE'),
  restore: ({ store, moderator }) => void moderator.moderate(targetsOf(store.state), 'RESTORE'),
  dismiss: ({ store, moderator }) => void moderator.moderate(targetsOf(store.state), 'DISMISS_FLAGS'),
  lock({ store, moderator }) {
    const targets = targetsOf(store.state);
    const isLocked = targets.every((item) => item.__typename !== 'Comment' || item.isLocked);
    void moderator.moderate(targets, isLocked ? 'UNLOCK' : 'LOCK');
  },
  mute: (running) => ask(running, 'MUTE'),
  pinFirst: ({ store, moderator }) => void moderator.pin(targetsOf(store.state), 'FIRST_WORD'),
  pinLast: ({ store, moderator }) => void moderator.pin(targetsOf(store.state), 'LAST_WORD'),
  mark({ store }) {
    const { selection, marked } = store.state;
    if (selection.id !== null) store.set({ marked: toggleMark(marked, selection.id) });
  },
  markRange({ store }) {
    const { selection, marked } = store.state;
    const items = itemsOf(store.state);
    // From the mark that is nearest above.
    const from = items.findLast(({ id }, index) => index < selection.place && marked.has(id))?.id ?? null;
    if (selection.id !== null) store.set({ marked: markRange(items, marked, { from, to: selection.id }) });
  },
  undo({ store }) {
    const { done } = store.state;
    store.set({ done: null });
    void done?.undo?.();
  },
  search: ({ store, actions }) => {
    if (store.state.tab !== 'search') actions.changeTab('search');
    else store.set({ isOver: false });
  },
  help: ({ store }) => store.set({ isHelpOpen: !store.state.isHelpOpen }),
  back({ store }) {
    const { isHelpOpen, form, isOver, marked } = store.state;
    if (isHelpOpen) store.set({ isHelpOpen: false });
    else if (form !== null) store.set({ form: null });
    else if (isOver) store.set({ isOver: false });
    else if (marked.size > 0) store.set({ marked: new Set() });
  },
};

function move({ store, actions }: Running, step: number): void {
  const { selection, isOver } = store.state;
  const items = itemsOf(store.state);
  if (items.length > 0) actions.select(moveSelection(items, selection, step).id, isOver);
  // The next page is asked for before the end is reached.
  if (selection.place > items.length - 10) actions.loadMore();
}

function ask({ store }: Running, kind: ReasonForm['kind']): void {
  const wanted = { HIDE: 'Comment', TURN_DOWN: 'HeldComment', MUTE: null }[kind];
  const items = targetsOf(store.state).filter(({ __typename }) => wanted === null || __typename === wanted);
  if (items.length > 0) store.set({ form: { kind, ids: items.map(({ id }) => id) }, isOver: true });
}
