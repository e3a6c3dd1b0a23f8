import { markup } from '../text/markup.ts';
import { createDocumentKind } from './document.ts';
import { textResponse, type Route } from './route.ts';

interface DeskOptions {
  /** Where moderators sign in; null: they paste a token. */
  readonly signIn: { readonly issuer: string; readonly clientId: string; readonly audience: string } | null;
}

/** `/desk`: the page of the moderators. It holds nothing of its own: its script reads everything with the moderator's token. */
export function createDesk({ signIn }: DeskOptions): Route {
  const kind = createDocumentKind({
    style: 'body { background: light-dark(#fff, #17171a) } main { max-width: none; padding: 0 }',
    loads: { calls: signIn === null ? [] : [new URL(signIn.issuer).origin] },
    hasPictures: true,
  });
  const attributes =
    signIn === null
      ? null
      : markup` issuer="${signIn.issuer}" client-id="${signIn.clientId}" audience="${signIn.audience}"`;
  const page = kind.write({
    title: 'Colloquy: moderation',
    head: markup`<meta name="robots" content="noindex">
<script type="module" src="desk.js"></script>`,
    body: markup`<main id="main"><colloquy-desk${attributes}></colloquy-desk>
<noscript><p>The desk of the moderators needs JavaScript.</p></noscript></main>`,
  });
  const headers = { ...kind.headers, 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };
  return { path: /^\/desk$/, handle: () => textResponse(page, { headers }) };
}
