import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Engine } from '../execution/engine.ts';
import type { OperationRequest } from '../execution/operation.ts';
import { useHttpRules, type HttpContext, type HttpRules } from './yoga-rules.ts';

interface YogaOptions extends HttpRules {
  readonly schema: GraphQLSchema;
  readonly engine: Engine;
}

export type Yoga = ReturnType<typeof createYogaServer>;

/** Yoga's pipeline from a request to its response, with our engine inside. docs/decisions says what it does not do here. */
export function createYogaServer({ schema, engine, ...rules }: YogaOptions) {
  return createYoga<HttpContext>({
    schema,
    plugins: [useEngine(engine), useHttpRules(rules)],
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

function useEngine(engine: Engine): Plugin<HttpContext, HttpContext> {
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string) => engine.parse(source));
    },
    onValidate({ setValidationFn }) {
      setValidationFn((_schema: GraphQLSchema, document: OperationRequest['document']) => engine.validate(document));
    },
    onExecute({ args, setExecuteFn }) {
      setExecuteFn(() => engine.execute(args.contextValue.operation, toRequest(args)));
    },
    onSubscribe({ args, setSubscribeFn }) {
      setSubscribeFn(() => engine.subscribe(args.contextValue.operation, toRequest(args)));
    },
  };
}

function toRequest({ document, operationName, variableValues }: ExecutionArgs): OperationRequest {
  return { document, operationName, variables: variableValues };
}
