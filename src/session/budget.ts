import { CodedError } from '../errors/coded-error.ts';
import { toError } from '../errors/to-error.ts';
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
  /** Aborted when the result is no longer wanted. */
  readonly signal: AbortSignal;
  /**
   * Ends the execution as a whole once the budget is spent. Its steps then wait for ever, and are collected as garbage: thousands
   * that failed one by one would cost more. Without it every further step fails, and what was done before stays.
   */
  onSpent?(error: CodedError): void;
}

interface Step {
  readonly values: number;
  resume(): void;
}

const SLICE = 4_000; // values that an execution completes in one turn of the event loop, about 5 ms: a page of 250 comments
const QUOTES = 2; // bytes around a text
const MOST = 2 ** 31; // what nothing reaches, and PostgreSQL takes as a LIMIT
const LONGEST_ESCAPE = 6; // bytes of JSON that one character of a text takes at most

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
  // Texts of which it is known only that they take no more than is left: to count one takes a third of writing it.
  readonly #uncounted: string[] = [];
  #uncountedCharacters = 0;
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
   *   It fails with `QUERY_TOO_COMPLEX`, or the reason why the result is no longer wanted. Nothing is thrown, because executors
   *   lose the promises of a list in which something is thrown, and their failures end the process.
   */
  spend(values: number): Promise<void> | undefined {
    this.#values += values;
    if (this.#values > this.#options.limits.values) this.#end(this.#options.limits.values, 'values');
    if (this.#isOver()) return this.#stop();
    return this.#hasTurn(values) ? undefined : this.#wait(values);
  }

  /** Spends a text of the answer. Where that is too much, the next values are not completed. */
  spendText(text: string): void {
    const { answerBytes } = this.#options.limits;
    this.#uncounted.push(text);
    this.#uncountedCharacters += text.length;
    if (this.#bytes + this.#uncountedCharacters * LONGEST_ESCAPE <= answerBytes) return;

    for (const one of this.#uncounted.splice(0)) this.#bytes += Buffer.byteLength(JSON.stringify(one)) - QUOTES;
    this.#uncountedCharacters = 0;
    if (this.#bytes > answerBytes) this.#end(answerBytes, 'bytes of text');
  }

  /** Spends nested replies that were read. @throws {CodedError} `QUERY_TOO_COMPLEX` */
  spendReplies(rows: number): void {
    this.#replies += rows;
    if (this.#replies > this.#options.limits.replies) throw this.#end(this.#options.limits.replies, 'nested replies');
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
    if (this.#isOver()) await this.#stop();
  }

  #isOver(): boolean {
    return this.#spent !== null || this.#options.signal.aborted;
  }

  #stop(): Promise<never> {
    if (this.#options.onSpent !== undefined) return new Promise(() => {});
    return Promise.reject(this.#spent ?? toError(this.#options.signal.reason));
  }

  #end(limit: number, of: string): CodedError {
    if (this.#spent !== null) return this.#spent;
    this.#spent = new CodedError('QUERY_TOO_COMPLEX', `Expected an answer of at most ${limit} ${of}; found more.`);
    this.#options.onSpent?.(this.#spent);
    return this.#spent;
  }
}
