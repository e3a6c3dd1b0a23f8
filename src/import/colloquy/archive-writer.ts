import type { Connection } from '../../data/database/transaction.ts';
import type { ImportConnection } from '../import-connection.ts';
import type { Header, SiteEnds } from '../../archive/frame.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { Aliases } from './aliases.ts';
import { deleteRecord } from './delete-records.ts';
import type { Parsed, ParsedRecord } from './parse-line.ts';
import { queueWaiting } from './queue-waiting.ts';
import { recountDiscussions, recountReactions, recountReplies } from './recount.ts';
import { endLogs, endSource } from './target.ts';
import type { Target } from './target.ts';
import { writeOwn } from './own-discussions.ts';
import { writeRecords } from './write-records.ts';

const PIECE = 1_000; // records of one statement

interface WriterOptions {
  readonly header: Header;
  readonly target: Target;
  readonly tally: ArchiveTally;
  /** Whether nothing is to be seen of the import until its end. */
  readonly isAtomic: boolean;
}

/** Collects records, and writes them in pieces: a transaction each, or all of them in one. */
export class ArchiveWriter {
  readonly #connection: ImportConnection;
  readonly #options: WriterOptions;
  #records: ParsedRecord[] = [];
  #ends: SiteEnds | null = null;
  readonly #aliases = new Aliases();
  /** Posts whose comments have not been counted since some were written. */
  readonly #uncounted = new Set<string>();

  constructor(connection: ImportConnection, options: WriterOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  get #client(): Connection {
    return this.#connection.current;
  }

  /** To call once, before all else. */
  async prepare(): Promise<void> {
    await this.#aliases.load(this.#client);
  }

  async begin(): Promise<void> {
    await this.#connection.begin();
    await this.#client.query(
      'INSERT INTO import_transaction SELECT pg_current_xact_id()::text::bigint ON CONFLICT DO NOTHING',
    );
  }

  async add(parsed: Parsed): Promise<void> {
    if (parsed.what === 'record') {
      if (this.#records[0]?.kind !== parsed.kind || this.#records.length >= PIECE) await this.#flush();
      this.#records.push(parsed);
      return;
    }
    await this.#flush();
    // A log that has others' events forgets by itself.
    if (parsed.what === 'deletion' && parsed.kind.type === 'event' && !this.#options.target.isSiteFollowed) return;
    if (parsed.what === 'deletion') {
      const deletion = { ...parsed, key: parsed.key.map((id) => this.#aliases.read(id)) };
      await deleteRecord(this.#client, { deletion, tally: this.#options.tally });
    }
    if (parsed.what === 'site') this.#ends = parsed.ends;
  }

  /** @param isWhole whether the archive had its end. */
  async end(isWhole: boolean): Promise<void> {
    await this.#flush();
    await this.#count();
    const { header, target } = this.#options;
    if (!target.isQueueFollowed) await queueWaiting(this.#client);
    if (isWhole && this.#ends !== null) {
      await endLogs(this.#client, { header, target, ends: this.#ends });
      await endSource(this.#client, header);
    }
    await this.#connection.commit();
  }

  async #flush(): Promise<void> {
    const records = this.#records.flatMap((record) => this.#adapt(record));
    this.#records = [];
    const [first] = records;
    if (first === undefined) return;
    const { tally } = this.#options;
    const named = await this.#aliases.adapt(this.#client, { records, tally });
    const followed = await writeOwn(this.#client, { records: named, tally });
    await writeRecords(this.#client, { records: followed, tally });
    await this.#recount(first.kind.type, named);
    if (this.#options.isAtomic) return;
    await this.#connection.commit();
    await this.begin();
  }

  /** The records as this database can have them. */
  #adapt(record: ParsedRecord): ParsedRecord[] {
    const { isSiteFollowed, isQueueFollowed } = this.#options.target;
    const { type } = record.kind;
    // The place in a log that has others' events is given here.
    if (type === 'event' && !isSiteFollowed) return [{ ...record, values: { ...record.values, position: null } }];
    if (['moderationEvent', 'queueItem'].includes(type) && !isQueueFollowed) return [];
    return [record];
  }

  async #recount(type: string, records: readonly ParsedRecord[]): Promise<void> {
    const all = (name: string) => [...new Set(records.map(({ values }) => String(values[name])))];
    if (type === 'comment') {
      await recountReplies(this.#client, all('id'));
      const posts = all('postId');
      posts.forEach((id) => this.#uncounted.add(id));
      // Comments come in the order of posts: the last one may go on.
      if (posts.length > 1) await this.#count();
    } else if (['reaction', 'reactionCount'].includes(type)) await recountReactions(this.#client, all('commentId'));
    if (type !== 'comment') await this.#count();
  }

  async #count(): Promise<void> {
    if (this.#uncounted.size === 0) return;
    await recountDiscussions(this.#client, [...this.#uncounted]);
    this.#uncounted.clear();
  }
}
