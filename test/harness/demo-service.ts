import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { aServiceProcess, type ServiceProcess } from './service-process.ts';

/** A post of the demo that has comments. */
export const DEMO_SLUG = 'the-7-42-is-now-a-probability';

/** The service with its demo, as in `npm start`, but without the demo commenter. */
export async function startDemoService(env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'colloquy-demo-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const service = await aServiceProcess({ DATA_DIR: dataDir, DEMO: 'on', DEMO_COMMENTER: 'off', ...env });
  await service.start();
  return service;
}
