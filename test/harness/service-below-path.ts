import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startApp, type App } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { findFreePort } from './free-port.ts';
import { startPathProxy, type PathProxy } from './path-proxy.ts';

/** The whole service with the demo, below a path of a shared address: PUBLIC_URL=https://example.org/talk. */
export interface ServiceBelowPath {
  readonly app: App;
  readonly proxy: Pick<PathProxy, 'url' | 'origin'>;
  /** Lets the proxy take the path away from what it forwards, or leave it there. */
  aim(options: { strips: boolean }): void;
  stop(): Promise<void>;
}

export async function startServiceBelowPath(): Promise<ServiceBelowPath> {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-base-path-'));
  const [proxy, port] = await Promise.all([startPathProxy('/talk'), findFreePort()]);
  const config = readConfig({
    NODE_ENV: 'development',
    PORT: String(port),
    PUBLIC_URL: proxy.url,
    DATA_DIR: dataDir,
    DEMO_COMMENTER: 'off',
    RATE_LIMITS: 'off',
  });
  const app = await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
  return {
    app,
    proxy,
    aim({ strips }) {
      proxy.aimAt(port, { strips });
    },
    async stop() {
      await app.close();
      await proxy.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
