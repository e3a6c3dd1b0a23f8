import type { Connection } from '../../data/database/transaction.ts';
import type { ImportConnection } from '../import-connection.ts';
import type { Kind } from '../../archive/kind.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { Aliases } from './aliases.ts';
import type { CheckedArchive } from './read/check-archive.ts';
import { COUNTED, deleteRecord } from './delete-records.ts';
import { leaveDeleted } from './deleted-here.ts';
import { isOfQueue } from './read/find-ends.ts';
import type { Parsed, ParsedRecord } from './read/parse-line.ts';
import { endAsHere, endLogs } from './places.ts';
import { queueWaiting } from './queue-waiting.ts';
import { countHeld, countOn, NOTHING_HELD, recountDiscussions, recountReactions, recountReplies } from './recount.ts';
import type { Held } from './recount.ts';
import { endSource, forgetAsThere } from './target.ts';
import type { LogRoom } from './target.ts';
import { writeOwn } from './own-discussions.ts';
import { writeRecords } from './write-records.ts';

const PIECE = 1_000; // records of one statement

interface WriterOptions {
  readonly checked: CheckedArchive;
  readonly room: LogRoom;
  readonly tally: ArchiveTally;
  /** Whether nothing is to be seen of the import until its end. */
  readonly isAtomic: boolean;
}

/** Collects records, and writes them in pieces: a transaction each, or all of them in one. */
export class ArchiveWriter {
  readonly #connection: ImportConnection;
  readonly #options: WriterOptions;
  #records: ParsedRecord[] = [];
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
    if (parsed.what === 'deletion' && !this.#forgetsAlone(parsed.kind)) {
      const deletion = { ...parsed, key: parsed.key.map((id) => this.#aliases.read(id)) };
      await deleteRecord(this.#client, { deletion, tally: this.#options.tally });
    }
  }

  async end(): Promise<void> {
    await this.#flush();
    await this.#count();
    const { checked, room } = this.#options;
    await queueWaiting(this.#client);
    if (checked.isWhole && checked.ends.isSaid) {
      await forgetAsThere(this.#client, { ends: checked.ends, room });
      await endSource(this.#client, checked.header);
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
    const { type } = first.kind;
    const placed = type === 'discussion' ? await endAsHere(this.#client, named) : named;
    const before = type === 'comment' ? await countHeld(this.#client, valuesOf(named, 'id')) : NOTHING_HELD;
    const followed = await writeOwn(this.#client, { records: placed, tally });
    await writeRecords(this.#client, {
      records: await leaveDeleted(this.#client, { records: followed, tally }),
      tally,
    });
    if (type === 'event') await endLogs(this.#client, valuesOf(followed, 'postId'));
    await this.#recount(named, before);
    if (this.#options.isAtomic) return;
    await this.#connection.commit();
    await this.begin();
  }

  /** The records as this database can have them. */
  #adapt(record: ParsedRecord): ParsedRecord[] {
    const { room } = this.#options;
    const { kind, values } = record;
    // A place behind the room, in a log that has others' events, is given here.
    if (kind.type === 'event' && Number(values['position']) > room.position)
      return [{ ...record, values: { ...values, position: null } }];
    if (!isOfQueue(kind) || Number(values['seq']) <= room.moderationSeq) return [record];
    const reason = 'the queue has a log of its own here; what waits is in it';
    this.#options.tally.leaveOut({ type: kind.type, reason, line: record.line });
    return [];
  }

  /** A log that has others' events forgets by itself. */
  #forgetsAlone({ type }: Kind): boolean {
    const { room, checked } = this.#options;
    return type === 'event' && room.position < checked.ends.lastPosition;
  }

  async #recount(records: readonly ParsedRecord[], before: Held): Promise<void> {
    const type = records[0]?.kind.type ?? '';
    if (type !== 'comment') await this.#count();
    if (COUNTED.includes(type)) await recountReactions(this.#client, valuesOf(records, 'commentId'));
    if (type !== 'comment') return;

    const ids = valuesOf(records, 'id');
    await recountReplies(this.#client, ids);
    const posts = valuesOf(records, 'postId');
    posts.forEach((id) => this.#uncounted.add(id));
    const [postId = ''] = posts;
    // Comments come in the order of posts: one that has a whole piece for itself goes on, and is recounted at its end.
    if (posts.length > 1) await this.#count();
    else await countOn(this.#client, { postId, ids, before });
  }

  async #count(): Promise<void> {
    if (this.#uncounted.size === 0) return;
    await recountDiscussions(this.#client, [...this.#uncounted]);
    this.#uncounted.clear();
  }
}

function valuesOf(records: readonly ParsedRecord[], name: string): string[] {
  return [...new Set(records.map(({ values }) => String(values[name])))];
}
