import { DecideHeldCommentsDocument, EndMuteDocument, ModerateCommentsDocument } from '../../../sdk/index.ts';
import { MuteCommenterDocument, type BareClient, type ModerationAction, type PinnedPlace } from '../../../sdk/index.ts';
import type { Store } from '../../model/state.ts';
import type { DeskWords } from '../texts/desk-words.ts';
import { itemsOf, type DeskState, type Done } from './desk-state.ts';
import { togglePin } from './pinning.ts';
import { removeItems, replaceItem, type Item } from './queue.ts';
import { moveSelection } from './selection.ts';

const MOST = 100; // items that the service takes at once
const UNDO = { HIDE: 'RESTORE', LOCK: 'UNLOCK', UNLOCK: 'LOCK', RESTORE: null, DISMISS_FLAGS: null } as const;

interface Acting {
  readonly store: Store<DeskState>;
  readonly client: BareClient;
  readonly words: DeskWords;
  /** What an action could not do at all. */
  readonly onFailure: (error: unknown) => void;
  /** Something else is selected, or what is selected has changed. */
  readonly onSelect: () => void;
}

/** The answers of the service for some items. */
interface Answers {
  readonly changed: readonly Item[];
  readonly failures: ReadonlyMap<string, string>;
}

type Answer = { readonly item: Item } | { readonly message: string };

/** What a moderator does. What failed stays, and says why. */
export class Moderator {
  readonly #acting: Acting;

  constructor(acting: Acting) {
    this.#acting = acting;
  }

  /** Does the same to comments: the others among the items are left out. */
  async moderate(items: readonly Item[], action: ModerationAction, reason?: string): Promise<void> {
    const ids = items.filter(({ __typename }) => __typename === 'Comment').map(({ id }) => id);
    const undo = UNDO[action];
    await this.#try(ids, async () => {
      const answers = await inPieces(ids, async (commentIds) => await this.#moderate(commentIds, { action, reason }));
      const isDecided = action === 'HIDE' || action === 'DISMISS_FLAGS';
      this.#finish(answers, {
        action,
        isDecided,
        undo: undo === null ? null : async () => await this.moderate(answers.changed, undo),
      });
    });
  }

  async #moderate(
    commentIds: readonly string[],
    input: { readonly action: ModerationAction; readonly reason: string | undefined },
  ): Promise<Answer[]> {
    const { moderateComments } = await this.#acting.client.request(
      ModerateCommentsDocument,
      { input: { commentIds: [...commentIds], ...input } },
      { retry: true },
    );
    return (moderateComments ?? []).map((answer) =>
      answer.__typename === 'ModerateCommentPayload'
        ? { item: { __typename: 'Comment', ...answer.comment } }
        : { message: answer.message },
    );
  }

  /** Makes held comments public, or turns them down. */
  async decide(items: readonly Item[], approve: boolean, reason?: string): Promise<void> {
    const ids = items.filter(({ __typename }) => __typename === 'HeldComment').map(({ id }) => id);
    await this.#try(ids, async () => {
      const answers = await inPieces(ids, async (heldCommentIds) => {
        const input = { heldCommentIds: [...heldCommentIds], approve, ...(reason !== undefined && { reason }) };
        const { decideHeldComments } = await this.#acting.client.request(
          DecideHeldCommentsDocument,
          { input },
          { retry: true },
        );
        return (decideHeldComments ?? []).map((answer): Answer =>
          answer.__typename === 'DecideHeldCommentPayload'
            ? { item: { __typename: 'HeldComment', ...answer.heldComment } }
            : { message: answer.message },
        );
      });
      this.#finish(answers, { action: approve ? 'APPROVE' : 'TURN_DOWN', isDecided: true, undo: null });
    });
  }

  /** Mutes whoever wrote the items. The items stay: what is to be done about them is another question. */
  async mute(items: readonly Item[], { reason, days }: { reason: string; days: number | null }): Promise<void> {
    const { client } = this.#acting;
    const until = days === null ? null : new Date(Date.now() + days * 86_400_000).toISOString();
    const muteIds: string[] = [];
    await this.#try(
      items.map(({ id }) => id),
      async () => {
        const failures = new Map<string, string>();
        for (const { __typename, id } of items) {
          const whose = __typename === 'Comment' ? { commentId: id } : { heldCommentId: id };
          const { muteCommenter } = await client.request(MuteCommenterDocument, { input: { ...whose, reason, until } });
          if (muteCommenter?.__typename === 'MuteCommenterPayload') muteIds.push(muteCommenter.mute.id);
          else failures.set(id, muteCommenter?.message ?? '');
        }
        const changed = items.filter(({ id }) => !failures.has(id));
        this.#finish({ changed, failures }, { action: 'MUTE', isDecided: false, undo: () => this.#endMutes(muteIds) });
      },
    );
  }

  /** Makes a comment the first or the last word of its discussion, or no longer. */
  async pin(items: readonly Item[], place: PinnedPlace): Promise<void> {
    await togglePin(this.#acting, items, place);
  }

  async #endMutes(muteIds: readonly string[]): Promise<void> {
    await this.#try(muteIds, async () => {
      for (const muteId of muteIds)
        await this.#acting.client.request(EndMuteDocument, { input: { muteId } }, { retry: true });
      this.#tell('END_MUTE', { count: muteIds.length, undo: null });
    });
  }

  /** Shows what was answered. What was decided leaves the list, and the next item takes its place. */
  #finish(
    { changed, failures }: Answers,
    { action, isDecided, undo }: { action: Action; isDecided: boolean; undo: Done['undo'] },
  ): void {
    const { store, onSelect } = this.#acting;
    const { queue, found, opened, marked } = store.state;
    const ids = new Set(changed.map(({ id }) => id));
    const byId = new Map(changed.map((item) => [item.id, item]));
    store.set({
      queue: isDecided ? removeItems(queue, ids) : changed.reduce(replaceItem, queue),
      found: { ...found, nodes: found.nodes.map((node) => commentAmong(byId, node.id) ?? node) },
      marked: new Set([...marked].filter((id) => !ids.has(id))),
      failures,
      ...(opened !== null && { opened: { ...opened, item: byId.get(opened.item.id) ?? opened.item } }),
    });
    if (ids.size > 0) this.#tell(action, { count: ids.size, undo });
    const { selection } = store.state;
    if (selection.id === null || !ids.has(selection.id)) return;
    const items = itemsOf(store.state);
    if (!items.some(({ id }) => id === selection.id)) store.set({ selection: moveSelection(items, selection, 1) });
    onSelect();
  }

  #tell(action: Action, { count, undo }: { readonly count: number; readonly undo: Done['undo'] }): void {
    const { store, words } = this.#acting;
    store.set({ done: { text: words.say('done', { what: words.say(action), n: count }), undo } });
  }

  async #try(ids: readonly string[], action: () => Promise<void>): Promise<void> {
    const { store, words, onFailure } = this.#acting;
    if (ids.length === 0) {
      store.set({ form: null, done: { text: words.say('doesNotApply'), undo: null } });
      return;
    }
    try {
      store.set({ form: null, failure: null });
      await action();
    } catch (error) {
      onFailure(error);
    }
  }
}

type Action = ModerationAction | 'APPROVE' | 'TURN_DOWN' | 'MUTE' | 'END_MUTE';

function commentAmong(items: ReadonlyMap<string, Item>, id: string) {
  const item = items.get(id);
  return item?.__typename === 'Comment' ? item : null;
}

/** Asks for as many at once as the service takes. */
async function inPieces(
  ids: readonly string[],
  ask: (ids: readonly string[]) => Promise<readonly Answer[]>,
): Promise<Answers> {
  const changed: Item[] = [];
  const failures = new Map<string, string>();
  for (let start = 0; start < ids.length; start += MOST) {
    const piece = ids.slice(start, start + MOST);
    const answers = await ask(piece);
    for (const [index, id] of piece.entries()) {
      const answer = answers[index];
      if (answer !== undefined && 'item' in answer) changed.push(answer.item);
      else failures.set(id, answer?.message ?? '');
    }
  }
  return { changed, failures };
}
