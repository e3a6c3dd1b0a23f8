/** One event of a stream of server-sent events. */
export interface ServerSentEvent {
  readonly type: string;
  readonly data: string;
}

interface ServerSentEventParser {
  /** Takes the next chunk of the stream, split at any character, and returns the events that it completes. */
  push(text: string): ServerSentEvent[];
}

/** Parses `text/event-stream` as the HTML standard says, without `id` and `retry`: the data carries its own cursor. */
export function createServerSentEventParser(): ServerSentEventParser {
  let rest = '';
  let isFirst = true;
  let type = '';
  let data: string[] = [];

  function readLine(line: string): ServerSentEvent | undefined {
    if (line === '') return dispatch();

    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') type = value;
    if (field === 'data') data.push(value);
    return undefined;
  }

  function dispatch(): ServerSentEvent | undefined {
    const event = { type: type === '' ? 'message' : type, data: data.join('\n') };
    const isEmpty = data.length === 0;
    type = '';
    data = [];
    // The standard drops an event without data. GraphQL over SSE ends with `event: complete`, with empty data or with none.
    return isEmpty && event.type === 'message' ? undefined : event;
  }

  return {
    push(text) {
      rest += text;
      if (isFirst && rest !== '') {
        rest = rest.replace(/^\uFEFF/, '');
        isFirst = false;
      }

      const events: ServerSentEvent[] = [];
      // A CR at the very end may be the first half of a CRLF: it waits for the next chunk.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const event = readLine(line);
        if (event !== undefined) events.push(event);
      }
      return events;
    },
  };
}
