// Whatever is not part of a block of posts: the people, and the tags.
import { createRandom } from '../../../chaos/random.ts';
import type { Scale } from './scale.ts';
import { capitalise, writeTexts, writeTitle, type StoredText } from './texts.ts';
import { timedId } from './timed-id.ts';

/** When the newest post was published: every run has the same times. */
export const NEWEST = Date.UTC(2025, 5, 30, 12);

const OPENED = Date.UTC(2015, 0, 1); // before the oldest post of the largest data set
const SEED = 8;

export interface Site {
  readonly authors: readonly AuthorRow[];
  readonly tags: readonly TagRow[];
  readonly articles: readonly StoredText[];
  readonly remarks: readonly StoredText[];
}

export interface AuthorRow {
  readonly id: string;
  /** The subject of the account; its issuer is this service. */
  readonly subject: string;
  readonly handle: string;
  readonly displayName: string;
  readonly avatarUrl: string | null;
  readonly createdAt: Date;
}

export interface TagRow {
  readonly id: string;
  readonly slug: string;
  readonly label: string;
  readonly kind: 'TOPIC' | 'COMPANY';
  readonly createdAt: Date;
}

export function makeSite({ authors, tags, articles, remarks }: Scale): Site {
  const random = createRandom(SEED);
  return {
    authors: Array.from({ length: authors }, (_, n) => ({
      id: timedId(OPENED + n, random),
      subject: `author-${n}`,
      handle: `author-${n}`,
      displayName: `${capitalise(random.pick(NAMES))} ${capitalise(random.pick(NAMES))} ${n}`,
      avatarUrl: n % 2 === 0 ? `https://images.example.org/authors/${n}.png` : null,
      createdAt: new Date(OPENED + n),
    })),
    tags: Array.from({ length: tags }, (_, n) => ({
      id: timedId(OPENED + n, random),
      slug: `tag-${n}`,
      label: writeTitle(random),
      kind: n % 4 === 0 ? 'COMPANY' : 'TOPIC',
      createdAt: new Date(OPENED + n),
    })),
    articles: writeTexts(random, { kind: 'post', count: articles }),
    remarks: writeTexts(random, { kind: 'comment', count: remarks }),
  };
}

const NAMES = 'ada ben cleo dora emil frida grace hugo ines jonas kira liv milo nora otto pia rosa sven tara uwe'.split(' ');
