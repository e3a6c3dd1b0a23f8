import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import type { Ask } from '../../shared/channel.ts';
import { median, percentile } from '../../shared/statistics.ts';
import type { Case } from '../cases.ts';
import type { ClientQuestions } from '../client/client-process.ts';
import type { Taken } from '../client/closed-loop.ts';
import { makeRequests } from '../client/request-bytes.ts';
import type { Peaks } from '../servers/control.ts';
import type { Running } from '../servers/start-contestant.ts';
import { cpuBetween, readDatabaseCpu } from './database-cpu.ts';

/** What was measured once. */
export interface Sample {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of CPU a request. */
  readonly serviceMicros: number;
  /** Null where the database is on another machine. */
  readonly databaseMicros: number | null;
  readonly answerBytes: number;
  readonly peaks: Peaks;
}

export interface Target {
  readonly running: Running;
  readonly tokens: readonly string[];
  readonly one: Case;
  readonly connections: number;
}

export interface Instruments {
  readonly client: Ask<ClientQuestions>;
  /** To the server, beside the database; null where its processes cannot be read. */
  readonly admin: pg.Client | null;
  readonly warmMs: number;
  readonly measuredMs: number;
}

/** Sends requests for a fixed time, after a warm-up. @throws {Error} when one was not answered as expected. */
export async function measure(
  { running, tokens, one, connections }: Target,
  instruments: Instruments,
): Promise<Sample> {
  const { client, warmMs } = instruments;
  const requests = makeRequests(one, { port: running.port, tokens: one.writes ? tokens : [] });
  await client('start', { port: running.port, requests, connections, mark: one.mark });
  try {
    await setTimeout(warmMs);
    await running.ask('forgetPeaks', null);
    const before = await readCpu(running, instruments);
    await client('take', null);
    const taken = await collect(instruments);
    const after = await readCpu(running, instruments);
    if (taken.fault !== null) throw new Error(`Expected an answer with ${one.mark}; found ${taken.fault}`);

    const count = taken.millis.length;
    const { database } = before;
    return {
      requestsPerSecond: count / taken.seconds,
      p50: median(taken.millis),
      p99: percentile(taken.millis, 99),
      serviceMicros: (after.service - before.service) / count,
      databaseMicros: database && after.database && cpuBetween(database, after.database) / count,
      answerBytes: taken.bytes / count,
      peaks: await running.ask('peaks', null),
    };
  } finally {
    await client('stop', null);
  }
}

const FEWEST = 40; // answers: of fewer, a percentile says nothing
const LONGEST = 30_000; // 30 seconds

/** What came in the time of a measurement, or in several where a slow server has answered too few requests. */
async function collect({ client, measuredMs }: Instruments): Promise<Taken> {
  const parts: Taken[] = [];
  do {
    await setTimeout(measuredMs);
    parts.push(await client('take', null));
  } while (countOf(parts) < FEWEST && parts.length * measuredMs < LONGEST);
  if (countOf(parts) === 0) throw new Error('Expected an answer; found none.');
  return {
    seconds: parts.reduce((sum, { seconds }) => sum + seconds, 0),
    millis: parts.flatMap(({ millis }) => millis),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    fault: parts.at(-1)?.fault ?? null,
  };
}

function countOf(parts: readonly Taken[]): number {
  return parts.reduce((sum, { millis }) => sum + millis.length, 0);
}

async function readCpu({ ask, applicationName }: Running, { admin }: Instruments) {
  const database = admin && (await readDatabaseCpu(admin, applicationName));
  return { database, service: await ask('cpuMicros', null) };
}
