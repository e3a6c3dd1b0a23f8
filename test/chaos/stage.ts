import { setTimeout } from 'node:timers/promises';
import { aRedisServer, type RedisServer } from '../harness/redis-server.ts';
import { aServiceProcess, type ServiceProcess } from '../harness/service-process.ts';
import { startNetwork, type Network } from './network.ts';
import { makePostgresCluster, type PostgresCluster } from './postgres-cluster.ts';
import type { Random } from './random.ts';

/** The secret for tokens and voices of this run. */
export const SECRET = 'a secret of the chaos test, of 32 bytes or more';

const SCRIPTS = { service: 'src/main.ts', plain: 'test/chaos/plain-pubsub.ts' };
export type Contestant = keyof typeof SCRIPTS;

/** Several instances on one PostgreSQL and one Redis, with a faulty network in front of each of the three. */
export interface Stage {
  /** The address of all instances, through the load balancer. */
  readonly url: string;
  /** Without the faulty network, for reading the outcome. */
  readonly databaseUrl: string;
  readonly instances: readonly ServiceProcess[];
  readonly postgres: PostgresCluster;
  readonly redis: RedisServer;
  readonly toInstances: Network;
  readonly toPostgres: Network;
  readonly toRedis: Network;
}

export interface StageOptions {
  readonly contestant: Contestant;
  readonly instances: number;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Receives a function that ends each part, when it is opened. */
  readonly onEnd: (end: () => void | Promise<void>) => void;
}

export async function openStage({ contestant, instances, random, signal, onEnd }: StageOptions): Promise<Stage> {
  const postgres = await makePostgresCluster();
  onEnd(postgres.remove);
  const redis = await aRedisServer({ onEnd });
  await Promise.all([postgres.start(), redis.start()]);

  const openNetwork = async (...ports: number[]) => {
    const network = await startNetwork(ports, random);
    onEnd(network.close);
    return network;
  };
  const toPostgres = await openNetwork(postgres.port);
  const toRedis = await openNetwork(redis.port);
  const env = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseAt(toPostgres.port),
    REDIS_URL: `redis://127.0.0.1:${toRedis.port}`,
    AUTH_SECRET: SECRET,
    VOICE_SECRET: `${SECRET}, for voices`,
    LOG_LEVEL: 'silent',
  };
  const services: ServiceProcess[] = [];
  while (services.length < instances) {
    services.push(await aServiceProcess(env, { script: SCRIPTS[contestant], onEnd }));
  }
  await Promise.all(services.map(async (service) => await startUntilUp(service, signal)));
  const toInstances = await openNetwork(...services.map(({ port }) => port));

  return {
    url: `http://127.0.0.1:${toInstances.port}/graphql`,
    databaseUrl: databaseAt(postgres.port),
    instances: services,
    postgres,
    redis,
    toInstances,
    toPostgres,
    toRedis,
  };
}

/** An instance does not start while its database is away, so this tries again, as a supervisor does. */
export async function startUntilUp(service: ServiceProcess, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      await service.start();
      return;
    } catch (error) {
      if (signal.aborted) throw error;
      await setTimeout(200); // milliseconds
    }
  }
}

function databaseAt(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}
