import { CodedError } from '../../errors/coded-error.ts';

/** A credential that is refused. An expired one was valid once: the client may come back with a fresh one. */
export class CredentialError extends CodedError {
  readonly isExpired: boolean;

  constructor(message: string, { isExpired = false } = {}) {
    super('UNAUTHENTICATED', message);
    this.name = 'CredentialError';
    this.isExpired = isExpired;
  }
}
