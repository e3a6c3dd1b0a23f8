import { ModeratedCommentDocument, PinCommentDocument, type BareClient, type PinnedPlace } from '../../../sdk/index.ts';
import type { Store } from '../../model/state.ts';
import type { DeskWords } from '../texts/desk-words.ts';
import type { DeskState, Opened } from './desk-state.ts';
import type { Item } from './queue.ts';

const WORDS = { FIRST_WORD: 'firstWord', LAST_WORD: 'lastWord' } as const;

interface Pinning {
  readonly store: Store<DeskState>;
  readonly client: BareClient;
  readonly words: DeskWords;
  readonly onFailure: (error: unknown) => void;
}

/** The comment that is pinned at a place of a discussion; null where there is none, or it is not read yet. */
export function findPinned({ details }: Pick<Opened, 'details'>, place: PinnedPlace): string | null {
  return details?.post[WORDS[place]]?.id ?? null;
}

/** Pins the one comment among the items, or takes its pin away. There is one at a place, so many cannot be pinned. */
export async function togglePin(pinning: Pinning, items: readonly Item[], place: PinnedPlace): Promise<void> {
  const { store, words } = pinning;
  const [item, ...others] = items;
  if (item?.__typename !== 'Comment' || item.status !== 'PUBLISHED' || others.length > 0) {
    store.set({ done: { text: words.say('doesNotApply'), undo: null } });
    return;
  }
  const before = await readPinned(pinning, { of: item.id, place });
  if (before === undefined) return;
  const isPinned = before === item.id;
  await pin(pinning, { commentId: item.id, as: place, on: !isPinned }, async () => {
    const restored = isPinned || before === null ? item.id : before;
    await pin(pinning, { commentId: restored, as: place, on: isPinned || before !== null }, null);
  });
}

/**
 * The comment that is pinned where another one shall be: what the desk shows, and if that is not read yet, what the
 * service says, so that an undo brings the earlier pin back.
 * @returns undefined if it could not be read, which is told.
 */
async function readPinned(
  { store, client, onFailure }: Pinning,
  { of, place }: { readonly of: string; readonly place: PinnedPlace },
): Promise<string | null | undefined> {
  const { opened } = store.state;
  if (opened?.item.id === of && opened.details !== null) return findPinned(opened, place);
  try {
    const { comment } = await client.request(ModeratedCommentDocument, { comment: of });
    return findPinned({ details: comment }, place);
  } catch (error) {
    onFailure(error);
    return undefined;
  }
}

async function pin(
  { store, client, words, onFailure }: Pinning,
  input: { readonly commentId: string; readonly as: PinnedPlace; readonly on: boolean },
  undo: (() => Promise<void>) | null,
): Promise<void> {
  try {
    store.set({ failure: null });
    const { pinComment } = await client.request(PinCommentDocument, { input }, { retry: true });
    if (pinComment?.__typename !== 'PinCommentPayload') {
      store.set({ failures: new Map([[input.commentId, pinComment?.message ?? '']]) });
      return;
    }
    const { opened } = store.state;
    const { post } = pinComment;
    const details = opened?.details ?? null;
    store.set({
      done: { text: words.say('done', { what: words.say(input.on ? 'PIN' : 'UNPIN'), n: 1 }), undo },
      ...(opened !== null &&
        details?.post.id === post.id && { opened: { ...opened, details: withPins(details, post) } }),
    });
  } catch (error) {
    onFailure(error);
  }
}

type Details = NonNullable<Opened['details']>;

function withPins(details: Details, pins: Pick<Details['post'], 'firstWord' | 'lastWord'>): Details {
  const { firstWord, lastWord } = pins;
  return { ...details, post: { ...details.post, firstWord, lastWord } };
}
