/** The port cannot be listened on; the message says why and what to do, in one line. */
export class ListenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ListenError';
  }
}

/** Somebody else has the port already. */
class PortInUseError extends ListenError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PortInUseError';
  }
}

/** Where a server is to listen. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** The setting that the port is from; `PORT` unless given. */
  readonly setting?: string;
}

/** Turns what Node says into what a person can act on. */
export function explainListenError(error: unknown, { host, port, setting = 'PORT' }: ListenAddress): ListenError {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return new PortInUseError(
        `Port ${port} of ${host} is in use. Stop what listens there, or choose another: ${setting}=${port < 65_535 ? port + 1 : 4_000}.`,
        { cause: error },
      );
    case 'EACCES':
      return new ListenError(
        `Port ${port} may not be used by this account. Choose one from 1024 on: ${setting}=4000.`,
        {
          cause: error,
        },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ListenError(`${host} is no address of this machine. Set HOST to one, such as 127.0.0.1 or 0.0.0.0.`, {
        cause: error,
      });
    default:
      return new ListenError(`Port ${port} of ${host} cannot be listened on: ${String(error)}.`, { cause: error });
  }
}
