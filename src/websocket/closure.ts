/** Ends a socket with a code of graphql-transport-ws and a reason for the client. */
export class SocketClosure extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.name = 'SocketClosure';
    this.code = code;
  }
}
