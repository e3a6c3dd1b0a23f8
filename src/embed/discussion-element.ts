// The element as a page has it at first: it loads the rest when a discussion comes near the screen.
import type { ColloquyDiscussionElement, Token } from './elements.ts';
import { findService } from './find-service.ts';

const NAME = 'colloquy-discussion';
const UNKNOWN_SERVICE = `<${NAME}> needs the address of its service: service="https://talk.example.org"`;

/**
 * Makes `<colloquy-discussion>` known to the page, unless it is. Does nothing where there are no elements: a page that is made on a
 * server imports the same modules.
 *
 * @param origin the service of elements without the attribute `service`; null where they need it.
 */
export function defineDiscussion(origin: URL | null): void {
  if (typeof customElements === 'undefined' || customElements.get(NAME) !== undefined) return;

  class ColloquyDiscussion extends HTMLElement implements ColloquyDiscussionElement {
    // Declared alone: a field would overwrite what the page has set before it loaded this script.
    declare token: Token;
    #end: (() => void) | null = null;
    #coming: IntersectionObserver | null = null;

    constructor() {
      super();
      this.token ??= null;
    }

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
      const service = findService(this.getAttribute('service'), origin);
      if (service === null) {
        shadow.innerHTML = '<p role="alert"></p><slot></slot>';
        shadow.firstElementChild?.append(UNKNOWN_SERVICE);
        reportError(new Error(UNKNOWN_SERVICE));
        return;
      }
      const { mount } = await import('./discussion.ts');
      // It may have left, or have come twice, meanwhile.
      if (!this.isConnected || this.#end !== null) return;
      this.#end = mount({ element: this, shadow, service, token: () => this.token });
    }
  }

  customElements.define(NAME, ColloquyDiscussion);
}

/** Shows what stands in the element, or keeps room. */
function makePlace(): HTMLElement {
  const slot = document.createElement('slot');
  const room = document.createElement('div');
  room.style.minHeight = '24rem'; // an attribute would need leave by the page's policy
  slot.append(room);
  return slot;
}
