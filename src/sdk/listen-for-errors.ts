import { isRecord } from './answer.ts';

/**
 * The same class of WebSockets, each with a listener for errors. graphql-ws takes its own away from a socket that it gives
 * up; one of the package `ws` that is still connecting then says so, and in Node an error that nobody hears ends the process.
 */
export function listenForErrors(webSocketImpl: unknown): unknown {
  if (typeof webSocketImpl !== 'function') return webSocketImpl;
  return new Proxy(webSocketImpl, {
    construct(target, args) {
      const socket: unknown = Reflect.construct(target, args);
      if (!isRecord(socket)) throw new TypeError('Expected a class of WebSockets.');
      const { addEventListener: listen } = socket;
      if (typeof listen === 'function') Reflect.apply(listen, socket, ['error', () => undefined]);
      return socket;
    },
  });
}
