import '@colloquy/embed';
import type { ColloquyDiscussionElement, ColloquyDiscussionEventMap, Token } from '@colloquy/embed';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

interface Props {
  /** The address of the service. */
  readonly service: string;
  readonly slug: string;
  /** The reader's token, or a function that gives it. Without one the reader is a guest. */
  readonly token?: Token;
  readonly onReady?: (count: number) => void;
  readonly onTokenNeeded?: () => void;
}

/** The discussion of a post. */
export function Discussion({ service, slug, token, onReady, onTokenNeeded }: Props) {
  return (
    <colloquy-discussion
      key={slug} // another discussion is another element: it reads its attributes once
      service={service}
      slug={slug}
      token={token}
      oncolloquy-ready={({ detail }) => onReady?.(detail.count)}
      oncolloquy-token-needed={() => onTokenNeeded?.()}
    />
  );
}

// React 19 sets a property of an element by its name, and listens to an event by its name after `on`.
interface DiscussionProps extends DetailedHTMLProps<
  HTMLAttributes<ColloquyDiscussionElement>,
  ColloquyDiscussionElement
> {
  service?: string;
  slug?: string;
  token?: Token;
  'oncolloquy-ready'?: (event: ColloquyDiscussionEventMap['colloquy-ready']) => void;
  'oncolloquy-token-needed'?: (event: ColloquyDiscussionEventMap['colloquy-token-needed']) => void;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'colloquy-discussion': DiscussionProps;
    }
  }
}
