// Each event carries its number in its text, so that a client finds it without parsing the message.
const MARK = 'event-';
const DIGITS = 6;
const [FIRST, LAST] = [MARK.charCodeAt(0), MARK.charCodeAt(MARK.length - 1)];

// The length of a usual comment.
const REMARK =
  'The figures in the second paragraph differ from those of the report that it links to: there the share is given for ' +
  'the whole county, and here, as far as I can see, for the town alone. Which of the two is meant?';

/** The text of the comment with this event's number. */
export function markedBody(event: number): string {
  return `${MARK}${String(event).padStart(DIGITS, '0')} ${REMARK}`;
}

/** Finds the number of an event in messages. It looks first where the last message had it. */
export function createMarkReader(): (buffer: Buffer, start: number, end: number) => number | null {
  let hint = 0;
  return (buffer, start, end) => {
    if (buffer[start + hint] !== FIRST || buffer[start + hint + MARK.length - 1] !== LAST) {
      const found = buffer.indexOf(MARK, start);
      if (found === -1 || found >= end) return null;
      hint = found - start;
    }
    let event = 0;
    const digits = start + hint + MARK.length;
    for (let at = digits; at < digits + DIGITS; at += 1) event = event * 10 + (buffer[at] ?? 0) - 48;
    return event;
  };
}
