import { textResponse, type Route } from './route.ts';

/** The metrics of the process, as they are printed. */
interface Printed {
  readonly contentType: string;
  print(): Promise<string>;
}

/** Metrics for Prometheus. */
export function createMetricsPage({ contentType, print }: Printed): Route {
  return {
    path: /^\/metrics$/,
    async handle() {
      return textResponse(await print(), { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
    },
  };
}
