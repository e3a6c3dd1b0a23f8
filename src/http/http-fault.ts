import { CodedError, type Code } from '../errors/coded-error.ts';

interface HttpFaultOptions {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `BAD_REQUEST` unless given. */
  readonly code?: Code;
}

/** The rules of HTTP that a status tells of. */
const RULES: Partial<Record<number, string>> = {
  403: 'origin',
  405: 'method',
  406: 'accept',
  413: 'body_size',
  415: 'content_type',
};

/** A request that HTTP itself refuses: the status does not follow from the code alone. */
export class HttpFault extends CodedError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, { status, headers = {}, code = 'BAD_REQUEST' }: HttpFaultOptions) {
    super(code, message);
    this.name = 'HttpFault';
    this.status = status;
    this.headers = headers;
  }

  /** The rule that was broken; null where the request is faulty in another way. */
  get rule(): string | null {
    return RULES[this.status] ?? null;
  }
}
