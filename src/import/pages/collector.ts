import { openSpool, type Spool } from '../file/spool.ts';
import type { PreparedMute } from '../prepared.ts';
import type { Tally } from '../report/tally.ts';
import { foundComment, type FoundComment, type FoundPage, type FoundPerson } from './found.ts';
import { createPageIndex, type PageIndex } from './page-index.ts';
import { collectPeople, type People } from './people.ts';

/** Takes what a reader finds in files, in any order. */
export interface Collector {
  readonly tally: Tally;
  addPage(id: string, page: FoundPage): void;
  hasPage(id: string): boolean;
  /** @returns false for one who is known. */
  addPerson(person: FoundPerson): boolean;
  mute(personId: string, mute: PreparedMute): void;
  addComment(pageId: string, comment: FoundComment): void;
}

/** What was found: the comments on the disk, by the keys of their pages. */
export interface Collected {
  readonly pages: PageIndex;
  readonly people: People;
  readonly comments: Spool<FoundComment>;
}

/** Collects what `read` finds. */
export async function collect(tally: Tally, read: (collector: Collector) => Promise<void>): Promise<Collected> {
  const pages = createPageIndex(tally);
  const people = collectPeople();
  const comments = await openSpool(foundComment);
  // Those whose page has not been read yet.
  const early = await openSpool(foundComment);

  const place = (pageId: string, comment: FoundComment): boolean => {
    const indexed = pages.byId(pageId);
    if (indexed === undefined) return false;
    if (indexed.page === null) {
      tally.file = comment.file;
      tally.skip('comments', 'on skipped pages', { line: comment.line });
      return true;
    }
    pages.count(indexed, comment);
    if (comment.skip === null && comment.status !== 'DELETED') people.addComment(comment);
    comments.add(indexed.page.key, comment);
    return true;
  };
  const placeEarly = (): void => {
    for (const { group, items } of early.readGroups(() => undefined)) {
      for (const comment of items) {
        if (place(group, comment)) continue;
        tally.file = comment.file;
        tally.refuse('comments', 'on pages that the files do not have', { line: comment.line, example: group });
      }
    }
    tally.file = null;
  };
  try {
    await read({
      ...{ tally, addPage: pages.add, hasPage: (id) => pages.byId(id) !== undefined },
      ...{ addPerson: people.add, mute: people.mute },
      addComment(pageId, comment) {
        tally.see('comments');
        if (!place(pageId, comment)) early.add(pageId, comment);
      },
    });
    placeEarly();
    pages.skipEmpty();
  } catch (error) {
    await comments.close();
    throw error;
  } finally {
    await early.close();
  }
  return { pages, people, comments };
}
