/** The door that an operation came in by. */
export type Door = 'http' | 'websocket';

type Kind = 'query' | 'mutation' | 'subscription';

/** One operation, when it was answered: executed, refused, or (a subscription) started. It holds nothing that its client wrote but a name. */
export interface OperationReport {
  readonly requestId: string;
  /** As its document has it; null where it has none, or was not understood. */
  readonly name: string | null;
  readonly kind: Kind | null;
  readonly door: Door;
  /** Null where it was refused before it had one. */
  readonly price: number | null;
  readonly durationMs: number;
  /** `OK`, the code of the first error, or `CLIENT_LEFT`. */
  readonly code: string;
}

/** One request of HTTP, when its answer began. */
export interface RequestReport {
  readonly requestId: string;
  readonly method: string;
  /** The route that answered, such as `/posts/:slug`: never the path, which holds what a client wrote. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** Whether an operation is reported for it as well. */
  readonly isOperation: boolean;
}

/** Hears of what the service answers. It is called while a client waits: it neither waits nor fails. */
export interface Observer {
  operation(report: OperationReport): void;
  request(report: RequestReport): void;
  /** Something was refused by a rule that no operation's code tells of. */
  refused(rule: string): void;
}

export const UNOBSERVED: Observer = Object.freeze({
  operation: () => undefined,
  request: () => undefined,
  refused: () => undefined,
});

export function observeWith(observers: readonly Observer[]): Observer {
  const [only = UNOBSERVED, ...others] = observers;
  if (others.length === 0) return only;
  return {
    operation: (report) => observers.forEach((observer) => observer.operation(report)),
    request: (report) => observers.forEach((observer) => observer.request(report)),
    refused: (rule) => observers.forEach((observer) => observer.refused(rule)),
  };
}
