// What an import that is sent to the service tells: a line of JSON for each thing, with the words of the command.
import { z } from 'zod';
import type { ImportListener, ImportStep } from './run-import.ts';

export const importLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), bytes: z.number() }),
  z.object({
    type: z.literal('step'),
    phase: z.enum(['check', 'import']),
    bytes: z.number(),
    posts: z.number(),
    comments: z.number(),
  }),
  z.object({ type: z.literal('warning'), text: z.string() }),
  z.object({ type: z.literal('remark'), file: z.string(), line: z.number().nullable(), text: z.string() }),
  z.object({ type: z.literal('report'), text: z.string() }),
  z.object({ type: z.literal('end'), outcome: z.enum(['done', 'faulty', 'stopped']) }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
]);

export type ImportLine = z.infer<typeof importLine>;

interface LineWriter extends ImportListener {
  /** The last line. */
  end(line: Extract<ImportLine, { type: 'end' | 'error' }>): void;
}

interface Telling {
  readonly write: (text: string) => void;
  /** A text with the files as the client calls them. */
  readonly rename: (text: string) => string;
  readonly hasRemarks: boolean;
}

const STEP = 256 * 1024; // bytes of one line

export function createLineWriter({ write, rename, hasRemarks }: Telling): LineWriter {
  let step: ImportStep | null = null;
  const tell = (line: ImportLine) => write(`${JSON.stringify(line)}\n`);
  const tellStep = () => {
    if (step !== null) tell({ type: 'step', ...step });
    step = null;
  };
  const tellNext = (line: ImportLine) => {
    tellStep();
    tell(line);
  };
  return {
    onStart: (bytes) => tellNext({ type: 'start', bytes }),
    onStep(next) {
      if (step?.phase !== next.phase) tellStep();
      step = { ...next, bytes: next.bytes + (step?.bytes ?? 0) };
      if (step.bytes >= STEP) tellStep();
    },
    onWarning: (text) => tellNext({ type: 'warning', text }),
    onRemark({ file, line, text }) {
      if (hasRemarks) tellNext({ type: 'remark', file: rename(file), line, text: rename(text) });
    },
    onReport: (text) => tellNext({ type: 'report', text: rename(text) }),
    end: tellNext,
  };
}
