import { PinCommentDocument, type BareClient, type PinnedPlace } from '../../../sdk/index.ts';
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

/** The comment that is pinned at a place of the discussion of what is open; null where there is none, or it is not read yet. */
export function findPinned({ details }: Opened, place: PinnedPlace): string | null {
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
  const { opened } = store.state;
  const before = opened?.item.id === item.id ? findPinned(opened, place) : null;
  const isPinned = before === item.id;
  await pin(pinning, { commentId: item.id, as: place, on: !isPinned }, async () => {
    const restored = isPinned || before === null ? item.id : before;
    await pin(pinning, { commentId: restored, as: place, on: isPinned || before !== null }, null);
  });
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
