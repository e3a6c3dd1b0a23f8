import { CodedError } from '../errors/coded-error.ts';
import { TimeSlices, type Waiting } from './time-slices.ts';

/** What an execution may spend. */
interface BudgetLimits {
  /** Objects and leaves of the answer. */
  readonly values: number;
  /** Bytes of the answer's texts, as JSON. */
  readonly answerBytes: number;
  /** Nested replies that are read. */
  readonly replies: number;
}

interface BudgetOptions {
  readonly limits: BudgetLimits;
  readonly slices: TimeSlices;
  /** Aborted when the result is no longer wanted: every further step fails with its reason. */
  readonly signal: AbortSignal;
  /** Hears once that the budget is spent, so that whatever else the execution does can end. */
  onSpent?(error: CodedError): void;
}

interface Step {
  readonly values: number;
  resume(): void;
}

const SLICE = 2_000; // values that an execution completes in one turn of the event loop, about 5 ms
const MOST = 2 ** 31; // what nothing reaches, and PostgreSQL takes as a LIMIT
const SHORT = 64; // characters of a text whose escapes are not worth counting

/** What one execution has spent, and its share of the event loop. Counted in values, so that it does not depend on the machine. */
export class Budget implements Waiting {
  readonly #options: BudgetOptions;
  readonly #steps: Step[] = [];
  #first = 0;
  readonly #reads: (() => void)[] = [];
  #turn = -1;
  #inTurn = 0;
  #values = 0;
  #bytes = 0;
  #replies = 0;
  #spent: CodedError | null = null;

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  /** The budget of work that no client asked for, or whose size is fixed. */
  static unlimited(): Budget {
    const limits = { values: MOST, answerBytes: MOST, replies: MOST };
    return new Budget({ limits, slices: new TimeSlices(), signal: new AbortController().signal });
  }

  /** The nested replies that may still be read. */
  get repliesLeft(): number {
    return Math.max(0, this.#options.limits.replies - this.#replies);
  }

  /** @throws {CodedError} where the budget is spent, or else the reason why the result is no longer wanted. */
  requireWanted(): void {
    if (this.#spent !== null) throw this.#spent;
    this.#options.signal.throwIfAborted();
  }

  /**
   * Spends values that are about to be completed.
   *
   * @returns undefined where the execution goes on at once, otherwise a promise that resolves in a later turn of the event loop.
   * @throws {CodedError} `QUERY_TOO_COMPLEX`, or why the result is no longer wanted.
   */
  spend(values: number): Promise<void> | undefined {
    this.requireWanted();
    this.#values += values;
    if (this.#values > this.#options.limits.values) this.#end('values', this.#options.limits.values);
    return this.#hasTurn(values) ? undefined : this.#wait(values);
  }

  /** Spends a text of the answer. @throws {CodedError} `QUERY_TOO_COMPLEX` */
  spendText(text: string): void {
    this.#bytes += text.length < SHORT ? text.length : Buffer.byteLength(JSON.stringify(text));
    if (this.#bytes > this.#options.limits.answerBytes) this.#end('bytes of text', this.#options.limits.answerBytes);
  }

  /** Spends nested replies that were read. @throws {CodedError} `QUERY_TOO_COMPLEX` */
  spendReplies(rows: number): void {
    this.#replies += rows;
    if (this.#replies > this.#options.limits.replies) this.#end('nested replies', this.#options.limits.replies);
  }

  /** Reads once every step that waits has gone on: one statement then reads for all of them. */
  scheduleRead(read: () => void): void {
    // As DataLoader does by itself: after the promises that are settled already.
    void Promise.resolve().then(() =>
      process.nextTick(() => {
        if (this.#steps.length === 0) read();
        else this.#reads.push(read);
      }),
    );
  }

  resume(): boolean {
    this.#turn = this.#options.slices.turn;
    this.#inTurn = 0;
    for (
      let step = this.#steps[this.#first];
      step !== undefined && this.#inTurn < SLICE;
      step = this.#steps[this.#first]
    ) {
      this.#first += 1;
      this.#inTurn += step.values;
      step.resume();
    }
    if (this.#first < this.#steps.length) return true;
    this.#steps.length = 0;
    this.#first = 0;
    for (const read of this.#reads.splice(0)) this.scheduleRead(read);
    return false;
  }

  #hasTurn(values: number): boolean {
    if (this.#steps.length > 0) return false;
    const { turn } = this.#options.slices;
    if (turn !== this.#turn) {
      this.#turn = turn;
      this.#inTurn = 0;
    }
    if (this.#inTurn >= SLICE) return false;
    this.#inTurn += values;
    return true;
  }

  async #wait(values: number): Promise<void> {
    if (this.#steps.length === 0) this.#options.slices.join(this);
    await new Promise<void>((resume) => this.#steps.push({ values, resume }));
    this.requireWanted();
  }

  #end(what: string, limit: number): never {
    this.#spent ??= new CodedError('QUERY_TOO_COMPLEX', `Expected an answer of at most ${limit} ${what}; found more.`);
    this.#options.onSpent?.(this.#spent);
    throw this.#spent;
  }
}
