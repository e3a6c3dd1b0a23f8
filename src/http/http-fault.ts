import { CodedError, type Code } from '../errors/coded-error.ts';

interface HttpFaultOptions {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `BAD_REQUEST` unless given. */
  readonly code?: Code;
}

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
}
