// What the element needs once it is near the screen: everything to read, follow and write.
import { render } from 'lit/html.js';
import { createClients } from './model/clients.ts';
import { Conversation } from './conversation.ts';
import type { Token } from './elements.ts';
import { createMemory } from './model/memory.ts';
import { readSettings } from './model/settings.ts';
import { loadWords } from './texts/words.ts';
import { drawDiscussion } from './view/discussion-view.ts';
import { adoptStyles, createDrawing } from './view/drawing.ts';
import { keepFocus } from './view/focus.ts';
import type { ListMemory } from './view/list-view.ts';
import { Near } from './view/near.ts';
import { STYLE } from './view/style.ts';
import { drawAbove, takeOver } from './view/take-over.ts';

/** What the element gives, beside its attributes. */
export interface Mounting {
  readonly element: HTMLElement;
  readonly shadow: ShadowRoot;
  /** The service, with a slash at its end. */
  readonly service: URL;
  readonly token: () => Token;
}

/** Shows a discussion in an element. @returns how to end that. */
export function mount(mounting: Mounting): () => void {
  const leaving = new AbortController();
  void start(mounting, leaving.signal);
  return () => leaving.abort();
}

async function start({ element, shadow, service, token }: Mounting, leaving: AbortSignal): Promise<void> {
  const settings = readSettings(element, service);
  const words = await loadWords(settings.language, settings.texts);
  if (leaving.aborted) return;
  const memory = createMemory({ service: settings.service, post: JSON.stringify(settings.post) });
  const clients = createClients({ service: settings.service, memory, token });

  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-colloquy-time]'))
    time.title = words.exact(time.dateTime);

  // In Safari what is read moves when something above it becomes higher, and elsewhere where a page wants it so.
  const isAnchored = getComputedStyle(document.documentElement).overflowAnchor === 'auto';
  let isFirst = true;
  let pins = '';
  const drawSoon = createDrawing(() => {
    const { context } = conversation;
    // Until there is something to show, the element shows what stands in it.
    if (context.state.phase === 'loading') return;
    let gone: string | null = null;
    const { firstWord, lastWord } = context.state.discussion ?? {};
    const pinned = `${firstWord?.id} ${lastWord?.id}`;
    const draw = () => render(drawDiscussion(context, list), shadow);
    if (isFirst) {
      isFirst = false;
      takeOver({ element, shadow }, () => {
        adoptStyles(shadow, [STYLE]); // not earlier: what stands in the element has a look of its own
        draw();
      });
    } else if (pins === pinned && isAnchored) gone = keepFocus(shadow, draw);
    else drawAbove({ element, shadow }, () => (gone = keepFocus(shadow, draw)));
    pins = pinned;
    near.watch();
    conversation.drawn(shadow, { groups: list.groups, gone });
  });
  const near = new Near(shadow, {
    isTakingOver: settings.page !== null,
    onMove: drawSoon,
    onEnd: () => conversation.context.actions.loadMore('below'),
  });
  const list: ListMemory = { near, starters: new Set(), groups: [], cutFrom: [] };
  const conversation = new Conversation({ settings, words, memory, clients, element, onChange: drawSoon });
  leaving.addEventListener('abort', () => {
    conversation.end();
    near.end();
    clients.close();
  });
  await conversation.open();
}
