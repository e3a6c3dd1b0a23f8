export interface ServerEvent {
  readonly event: string;
  readonly id: string | null;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what it has just asked for
  readonly data: any;
}

/** Reads server-sent events one by one; null at the end of the stream. */
export function readEvents(response: Response) {
  if (response.body === null) throw new Error('Expected a body.');
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';

  const nextBlock = async (): Promise<string | null> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return block;
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += decoder.decode(value, { stream: true });
    }
  };

  return {
    async next(): Promise<ServerEvent | null> {
      let block = await nextBlock();
      while (block?.startsWith(':')) block = await nextBlock();
      return block === null ? null : parseEvent(block);
    },
    async nextComment(): Promise<string | null> {
      let block = await nextBlock();
      while (block !== null && !block.startsWith(':')) block = await nextBlock();
      return block?.slice(1) ?? null;
    },
    cancel: () => reader.cancel(),
  };
}

function parseEvent(block: string): ServerEvent {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? null;
  const data = field('data');
  return {
    event: field('event') ?? 'message',
    id: field('id'),
    data: data === null || data === '' ? null : JSON.parse(data),
  };
}
