import { Presets, SingleBar } from 'cli-progress';
import type { ImportStep } from '../../app/transfers/run-import.ts';
import { count } from '../../text/count.ts';

/** Shows the progress of an import. It goes to stderr, so that stdout holds nothing but the report. */
interface ProgressView {
  update(progress: ImportStep): void;
  /** Leaves the last state on the screen; to call before anything else is printed. */
  stop(): void;
}

const NAMES = { check: 'Checking ', import: 'Importing' };

/** @param size - the file's, in bytes. */
export function showProgress(output: NodeJS.WriteStream, size: number): ProgressView {
  return output.isTTY ? showBar(output, size) : showLines(output, size);
}

function showBar(stream: NodeJS.WriteStream, size: number): ProgressView {
  const format = '{phase} [{bar}] {percentage} %{eta_formatted}  {found}';
  let bar: SingleBar | null = null;
  let phase: ImportStep['phase'] | null = null;
  let read = 0;

  return {
    update(progress) {
      if (progress.phase !== phase) {
        bar?.stop();
        bar = new SingleBar({ format, formatTime: describeRest, stream, hideCursor: true }, Presets.shades_classic);
        bar.start(size, 0, describe(progress));
        [phase, read] = [progress.phase, 0];
      }
      read += progress.bytes;
      bar?.update(Math.min(read, size), describe(progress));
    },
    stop: () => bar?.stop(),
  };
}

function describe({ phase, posts, comments }: ImportStep): { phase: string; found: string } {
  const found = `${count(posts, 'post', 'posts')}, ${count(comments, 'comment', 'comments')} so far`;
  return { phase: NAMES[phase], found: phase === 'check' ? '' : found };
}

/** @param seconds - what the last steps let expect; cli-progress gives a word where they tell nothing. */
function describeRest(seconds: number | string): string {
  if (typeof seconds === 'string' || seconds === 0) return '';
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 60) return `, ${seconds} s left`;
  return minutes < 60 ? `, ${minutes} min left` : `, ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

function showLines(stream: NodeJS.WriteStream, size: number): ProgressView {
  let phase: ImportStep['phase'] | null = null;
  let read = 0;
  let shown = -1;
  // More is counted after the last bytes were read, so the last line of a phase is written at its end.
  let last = '';
  const end = () => {
    stream.write(last);
    last = '';
  };

  return {
    update(progress) {
      if (progress.phase !== phase) {
        end();
        [phase, read, shown] = [progress.phase, 0, -1];
      }
      read += progress.bytes;
      const tenth = size === 0 ? 10 : Math.min(Math.floor((read / size) * 10), 10);
      if (tenth === shown && tenth < 10) return;
      shown = tenth;
      const { phase: name, found } = describe(progress);
      const line = `${name.trim()} ${tenth * 10} %  ${found}`.trimEnd() + '\n';
      if (tenth < 10) stream.write(line);
      else last = line;
    },
    stop: end,
  };
}
