// The script that a page loads: it makes the element known, and loads the rest when a discussion comes near the screen.
import type { Token } from './model/clients.ts';

const SERVICE = new URL('./', import.meta.url);

/** `<colloquy-discussion>`: the discussion of the page that it stands on, or of the post that its attributes name. */
class ColloquyDiscussion extends HTMLElement {
  /** The account's token, or a function that gives it. Without one its reader is a guest. */
  token: Token = null;
  #end: (() => void) | null = null;
  #coming: IntersectionObserver | null = null;

  connectedCallback(): void {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    if (shadow.childNodes.length === 0) shadow.append(makePlace());
    if (this.getAttribute('loading') === 'eager' || location.hash.startsWith('#comment-')) {
      void this.#mount(shadow);
      return;
    }
    this.#coming = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void this.#mount(shadow);
      },
      { rootMargin: '800px 0px' },
    );
    this.#coming.observe(this);
  }

  disconnectedCallback(): void {
    this.#coming?.disconnect();
    this.#end?.();
    this.#end = null;
  }

  async #mount(shadow: ShadowRoot): Promise<void> {
    this.#coming?.disconnect();
    const { mount } = await import('./discussion.ts');
    // It may have left, or have come twice, meanwhile.
    if (!this.isConnected || this.#end !== null) return;
    this.#end = mount({ element: this, shadow, service: SERVICE, token: () => this.token });
  }
}

/** Shows what stands in the element, or keeps room. */
function makePlace(): HTMLElement {
  const slot = document.createElement('slot');
  const room = document.createElement('div');
  room.style.minHeight = '24rem'; // an attribute would need leave by the page's policy
  slot.append(room);
  return slot;
}

customElements.define('colloquy-discussion', ColloquyDiscussion);
