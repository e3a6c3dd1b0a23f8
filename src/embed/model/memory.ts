import { createVoice } from '../../sdk/index.ts';
import { createKeeper } from './keeper.ts';

/** What the browser keeps of a reader. Nothing of it leaves the browser but the voice of a guest who writes. */
export interface Memory {
  /** The guest's secret; null until the guest has written something. */
  readVoice(): string | null;
  /** The guest's secret, made at the first use. */
  makeVoice(): string;
  readName(): string;
  keepName(name: string): void;
  /** A text that was begun: of a reply by the id of its parent, of an edit by the id of the comment, else of a new comment. */
  readDraft(of: string): string;
  keepDraft(of: string, text: string): void;
  /** The number of the last comment that was there at the last visit; null at the first one. */
  readVisit(): number | null;
  keepVisit(number: number): void;
}

interface Place {
  readonly service: URL;
  /** The post: its id, or the address of its page. */
  readonly post: string;
}

export function createMemory({ service, post }: Place): Memory {
  const { read, keep } = createKeeper(() => localStorage, service.href);
  const keepText = (name: string, text: string): void => keep(name, text === '' ? null : text);
  return {
    readVoice: () => read('voice'),
    makeVoice() {
      const voice = read('voice') ?? createVoice();
      keep('voice', voice);
      return voice;
    },
    readName: () => read('name') ?? '',
    keepName: (name) => keepText('name', name),
    readDraft: (of) => read(`draft:${post}:${of}`) ?? '',
    keepDraft: (of, text) => keepText(`draft:${post}:${of}`, text),
    readVisit() {
      const number = Number(read(`visit:${post}`) ?? Number.NaN);
      return Number.isInteger(number) ? number : null;
    },
    keepVisit: (number) => keep(`visit:${post}`, String(number)),
  };
}
