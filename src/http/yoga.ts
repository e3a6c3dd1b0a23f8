import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { WrittenResult } from '../execution/executor/json-text.ts';
import { maskError } from '../execution/masking.ts';
import type { OperationRequest } from '../execution/operation.ts';
import type { ConnectionLease, Connections } from '../execution/rates/connections.ts';
import type { ResponseStream } from '../execution/subscriptions/response-stream.ts';
import { useHttpRules, type HttpContext, type HttpRules } from './yoga-rules.ts';

interface YogaOptions extends HttpRules {
  readonly schema: GraphQLSchema;
  readonly connections: Connections;
}

export type Yoga = ReturnType<typeof createYogaServer>;

/** Yoga's pipeline from a request to its response, with our engine inside. docs/decisions says what it does not do here. */
export function createYogaServer({ schema, connections, ...rules }: YogaOptions) {
  return createYoga<HttpContext>({
    schema,
    plugins: [useEngine({ connections, ...rules }), useHttpRules(rules)],
    parserAndValidationCache: false, // the engine keeps documents for both doors
    maskedErrors: false, // the engine masks for both doors, and the rules what goes wrong before it
    maxRequestBodySize: false,
    logging: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    cors: false,
  });
}

function useEngine(options: Omit<YogaOptions, 'schema'>): Plugin<HttpContext, HttpContext> {
  const { engine } = options;
  return {
    onParse({ setParseFn, context }) {
      setParseFn((source: string) => engine.parse(source, context.operation));
    },
    onValidate({ setValidationFn }) {
      setValidationFn((_schema: GraphQLSchema, document: OperationRequest['document']) => engine.validate(document));
    },
    onExecute({ args, setExecuteFn }) {
      setExecuteFn(() => engine.execute(args.contextValue.operation, toRequest(args)));
    },
    onSubscribe({ args, setSubscribeFn }) {
      setSubscribeFn(() => subscribe(args.contextValue.operation, { ...options, request: toRequest(args) }));
    },
  };
}

/** A stream is a connection of its own, which is counted until it ends. */
async function subscribe(
  operation: HttpContext['operation'],
  { engine, connections, logger, request }: Omit<YogaOptions, 'schema'> & { readonly request: OperationRequest },
): Promise<ResponseStream | WrittenResult> {
  let lease: ConnectionLease | null = null;
  try {
    lease = connections.add(operation.address);
    lease.assign(operation.identity);
    operation.sink.hold(lease);
    const result = await engine.subscribe(operation, request);
    if (!(Symbol.asyncIterator in result)) lease.release();
    return result;
  } catch (error) {
    lease?.release();
    return { errors: [maskError(error, { requestId: operation.requestId, logger })] };
  }
}

function toRequest({ document, operationName, variableValues }: ExecutionArgs): OperationRequest {
  return { document, operationName, variables: variableValues };
}
