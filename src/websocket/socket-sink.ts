import type { Outlet, Rendered } from '../live/delivery/recipient.ts';
import { encodeOnce } from '../execution/encode-once.ts';
import type { SocketManners } from './connection.ts';
import { makeTextFrame } from './text-frame.ts';

const encodeEnd = encodeOnce(({ text }) => Buffer.from(`${text}}`));

/** Writes the protocol's `next` around a result that was made once for all: graphql-ws would make it anew for each. */
export class SocketOutlet implements Outlet {
  readonly #manners: SocketManners;
  readonly #beginning: string;

  /** @param id the operation's, as its client named it. */
  constructor(manners: SocketManners, id: string) {
    this.#manners = manners;
    this.#beginning = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  }

  offer(rendered: Rendered): Promise<void> | undefined {
    return this.#manners.offer(makeTextFrame(this.#beginning, encodeEnd(rendered)));
  }
}
