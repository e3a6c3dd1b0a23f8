import type { PreparedExport, PreparedPost, PrepareOptions, ReadStep } from '../prepared.ts';
import { collect, type Collected, type Collector } from './collector.ts';
import { convertPage } from './convert-page.ts';

interface PageFormat {
  /** What an export is called to people. */
  readonly title: string;
  /** Stored with every row, given the address of the site. */
  readonly source: (address: string) => string;
  /** Reads a file into the collector. Several files are read in their order. */
  readonly read: (file: string, context: ReadContext) => Promise<void>;
}

export interface ReadContext {
  readonly collector: Collector;
  /** The name of the file, where there are several. */
  readonly file: string | null;
  /** The address that the caller gave of the site. */
  readonly site: string | null;
  readonly onStep: (step: ReadStep) => void;
}

/** Prepares exports whose posts are pages by address. The files are read once; their comments wait on the disk, by page. */
export async function preparePages(
  files: readonly string[],
  { format, options }: { readonly format: PageFormat; readonly options: PrepareOptions },
): Promise<PreparedExport> {
  const { tally, site, onStep } = options;
  let size = 0;
  const onCheck = (step: ReadStep): void => {
    size += step.bytes;
    step.faults.forEach((fault) => tally.mend(fault));
    onStep(step);
  };
  const collected = await collect(tally, async (collector) => {
    for (const file of files) {
      const name = files.length > 1 ? file : null;
      tally.file = name;
      await format.read(file, { collector, file: name, site, onStep: onCheck });
    }
    tally.file = null;
  });
  const { authors, silent, unknownMutes, unknown } = collected.people.list();
  tally.note('people who were not allowed to write there, and of whom nothing else is known, left out', {
    count: unknownMutes,
  });
  tally.note('people whom the files do not have, taken as guests', { count: unknown });
  onStep({ bytes: 0, faults: [] });
  const address = site ?? collected.pages.findSite() ?? 'no pages';
  return {
    ...{ title: format.title, address, source: format.source(address) },
    ...{ authors, silentAuthors: silent, signs: [], firstFault: tally.firstFault, warnings: [] },
    close: collected.comments.close,
    readPosts: (again) => readPosts(collected, { size, ...again }),
  };
}

interface Reading extends Pick<PrepareOptions, 'tally' | 'onStep'> {
  /** In bytes, of all files. */
  readonly size: number;
}

// A generator of promises, as that of a format which reads its files again.
async function* readPosts(
  { pages, people, comments }: Collected,
  { tally, onStep, size }: Reading,
): AsyncGenerator<PreparedPost> {
  let told = 0;
  const groups = comments.readGroups(({ part, of }) => {
    const read = Math.floor((size * part) / of);
    onStep({ bytes: read - told, faults: [] });
    told = read;
  });
  for (const { group, items } of groups) {
    const indexed = pages.byKey(group);
    if (indexed?.page == null) continue;
    tally.file = items[0]?.file ?? null;
    yield convertPage(items, { indexed, page: indexed.page, people, tally });
  }
}
