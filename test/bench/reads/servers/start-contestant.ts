import { setTimeout } from 'node:timers/promises';
import { findFreePort } from '../../../harness/free-port.ts';
import type { Ask } from '../../shared/channel.ts';
import { spawnServer } from '../../shared/server-process.ts';
import { makeFirstCase, type Case } from '../cases.ts';
import { makeBodies } from '../client/request-bytes.ts';
import { preload, type Contestant } from './contestant.ts';
import type { ControlQuestions } from './control.ts';

/** A contestant that answers. */
export interface Running {
  readonly port: number;
  readonly ask: Ask<ControlQuestions>;
  /** Under which PostgreSQL lists its connections. */
  readonly applicationName: string;
  close(): Promise<void>;
}

interface Where {
  readonly databaseUrl: string;
  /** The compiled control. */
  readonly control: string;
  readonly node: string;
}

export async function startContestant(contestant: Contestant, { databaseUrl, control, node }: Where): Promise<Running> {
  const port = await findFreePort();
  const applicationName = `bench-${contestant.name}-${port}`;
  const url = `http://127.0.0.1:${port}`;
  const { ask, whenReady, close } = spawnServer<ControlQuestions>({
    label: contestant.name,
    node,
    stderr: contestant.logs ? 'ignore' : 'inherit',
    args: [...preload(control), contestant.program],
    env: { ...contestant.env(databaseUrl), PORT: String(port), PUBLIC_URL: url, PGAPPNAME: applicationName },
  });
  await whenReady(untilAnswered(`${url}/graphql`, contestant.adapt(makeFirstCase())));
  return { port, ask, applicationName, close };
}

async function untilAnswered(url: string, one: Case): Promise<void> {
  const [body = ''] = makeBodies(one);
  const headers = { 'content-type': 'application/json' };
  for (;;) {
    const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
    const text = (await answer?.text()) ?? '';
    if (text.includes(one.mark)) return;
    await setTimeout(100);
  }
}
