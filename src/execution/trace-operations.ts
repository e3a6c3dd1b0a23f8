import type { Tracing } from '../observe/tracing.ts';
import type { Engine } from './engine.ts';

/** The same engine, with a span around each operation. */
export function traceOperations(engine: Engine, tracing: Tracing): Engine {
  return {
    ...engine,
    execute: (operation, request) => tracing.operation(operation.observation, () => engine.execute(operation, request)),
    subscribe: (operation, request) =>
      tracing.operation(operation.observation, () => engine.subscribe(operation, request)),
  };
}
