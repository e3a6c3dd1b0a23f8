import { parseUrl } from '../../../text/address/parse-url.ts';
import { ImportError } from '../../import-error.ts';
import type { PostSign, PrepareOptions, ReadStep } from '../../prepared.ts';
import type { Fault } from '../../report/fault.ts';
import { createTally, type Tally } from '../../report/tally.ts';
import { nameSource } from '../../source.ts';
import { findChildren, ownCopy, readChild, type XmlNode } from '../../xml/xml-node.ts';
import { indexAuthors, parseAuthor, type AuthorIndex } from './authors.ts';
import { createDiscoveries, type Discoveries } from './discoveries.ts';
import type { ExportedAuthor } from './exported.ts';
import { createMediaLibrary, type MediaLibrary } from './media-library.ts';
import { parsePost } from './parse-post.ts';
import { readExport } from './read-export.ts';
import { findItemFault } from './skip-reasons.ts';
import { createBlogClock, learnClock, type BlogClock } from './blog-clock.ts';

/** What has to be known of a whole export before its first post is imported. */
export interface Site {
  /** The site's own name: HTML, as WordPress keeps it; empty where it has none. */
  readonly title: string;
  /** The site's address, without a slash at the end. */
  readonly address: string;
  /** Every author of something that is imported. */
  readonly writers: readonly ExportedAuthor[];
  /** The number of authors in the files of whom nothing is imported. */
  readonly silentAuthors: number;
  readonly authors: AuthorIndex;
  readonly media: MediaLibrary;
  readonly clock: BlogClock;
  readonly signs: readonly PostSign[];
  readonly firstFault: Fault | null;
  readonly warnings: readonly string[];
}

interface Found {
  readonly listed: Map<string, ExportedAuthor>;
  readonly media: MediaLibrary;
  readonly clock: BlogClock;
  readonly discoveries: Discoveries;
  /** For what is wrong with posts: it is counted where they are imported. */
  readonly postFaults: Tally;
}

/**
 * Reads whole exports of one site.
 *
 * @throws {ImportError} for files of another format, or of several sites.
 */
export async function readSite(
  files: readonly string[],
  { tally, onStep }: Omit<PrepareOptions, 'site'>,
): Promise<Site> {
  const found: Found = {
    ...{ listed: new Map(), media: createMediaLibrary(), clock: createBlogClock() },
    ...{ discoveries: createDiscoveries(), postFaults: createTally() },
  };
  const sites = new Map<string, { readonly address: string; readonly title: string }>();
  const onCheck = (step: ReadStep): void => {
    step.faults.forEach((fault) => tally.mend(fault));
    onStep(step);
  };
  for (const file of files) {
    tally.file = files.length > 1 ? file : null;
    const read = await readFile(file, { tally, onStep: onCheck, found });
    const source = nameSource('wordpress', read.address);
    sites.set(source, sites.get(source) ?? read);
  }
  tally.file = null;
  const [site, ...others] = sites.values();
  if (site === undefined || others.length > 0) {
    throw new ImportError(
      `the files are of several sites: ${Array.from(sites.values(), ({ address }) => address).join(', ')}; import one after the other`,
    );
  }
  return describeSite({ ...site, found, tally });
}

async function readFile(
  file: string,
  { tally, onStep, found }: Omit<PrepareOptions, 'site'> & { readonly found: Found },
): Promise<{ readonly address: string; readonly title: string }> {
  const fields: Record<string, string> = {};
  for await (const node of readExport(file, onStep)) {
    if (node.name === 'item') readItem(node, found);
    else if (node.name === 'wp:author') {
      const author = parseAuthor(node, tally);
      if (author === null) tally.see('authors');
      else if (!found.listed.has(author.login)) found.listed.set(author.login, author);
    } else fields[node.name] ??= ownCopy(node.text.trim());
  }
  return { address: findAddress(fields), title: fields['title'] ?? '' };
}

function readItem(node: XmlNode, { media, clock, discoveries, postFaults }: Found): void {
  learnClock(clock, node);
  if (readChild(node, 'wp:post_type').trim() === 'attachment') media.add(node);
  const post = findItemFault(node) === null ? parsePost(node, { clock, tally: postFaults }) : null;
  if (post === null) discoveries.addSkipped(findChildren(node, 'wp:comment').length);
  else discoveries.addPost(post);
  postFaults.takeRemarks();
}

interface Read {
  readonly address: string;
  readonly title: string;
  readonly found: Found;
  readonly tally: Tally;
}

function describeSite({ address, title, found, tally }: Read): Site {
  const { listed, media, clock, discoveries, postFaults } = found;
  const { logins, userIds } = discoveries;
  const known = indexAuthors([...listed.values()]);
  const unlisted = [...logins].filter((login) => known.byLogin(login) === null);
  const all = [...listed.values(), ...unlisted.map((login) => ({ id: null, login, displayName: login || title }))];
  const authors = indexAuthors(all);
  const writers = new Set(
    [...[...logins].map((login) => authors.byLogin(login)), ...[...userIds].map((id) => authors.byId(id))].filter(
      (author) => author !== null,
    ),
  );
  return {
    ...{ title, address, authors, media, clock },
    writers: [...writers],
    silentAuthors: all.filter((author) => !writers.has(author)).length,
    firstFault: tally.firstFault ?? postFaults.firstFault,
    signs: discoveries.signs,
    warnings: discoveries.warn(),
  };
}

/** The address of the blog: in a network of sites, the base site is another one. */
function findAddress(fields: Readonly<Record<string, string>>): string {
  const found = [fields['wp:base_blog_url'], fields['link'], fields['wp:base_site_url']]
    .map((text) => parseUrl(text ?? ''))
    .find((url) => url !== null);
  if (found == null) throw new ImportError('the export does not name its site: it has no <wp:base_blog_url>');
  const { protocol, host, pathname } = found;
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}
