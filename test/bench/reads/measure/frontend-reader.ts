interface Heard {
  onStatement(): void;
  onRoundTrip(): void;
}

const TYPE_AND_LENGTH = 5; // bytes: a letter, and the length of all but the letter
const TRANSACTION_CONTROL = /^\s*(BEGIN|COMMIT|ROLLBACK)\b/i;

/**
 * Reads what a client of PostgreSQL sends. A simple query is a statement and a round trip; an extended one is executed by
 * `E`, and `S` asks for the answers to everything since the last.
 */
export function createFrontendReader({ onStatement, onRoundTrip }: Heard): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  let isStarted = false;

  return (chunk) => {
    let bytes: Buffer = Buffer.concat([pending, chunk]);
    for (;;) {
      // The first message has no letter.
      const offset = isStarted ? 1 : 0;
      if (bytes.length < TYPE_AND_LENGTH) break;
      const size = offset + bytes.readInt32BE(offset);
      if (bytes.length < size) break;
      if (isStarted) hear(bytes.subarray(0, size));
      isStarted = true;
      bytes = bytes.subarray(size);
    }
    pending = bytes;
  };

  function hear(message: Buffer): void {
    const letter = String.fromCharCode(message[0] ?? 0);
    const isQuery = letter === 'Q';
    const isControl = isQuery && TRANSACTION_CONTROL.test(message.toString('latin1', TYPE_AND_LENGTH));
    if (letter === 'E' || (isQuery && !isControl)) onStatement();
    if (letter === 'S' || isQuery) onRoundTrip();
  }
}
