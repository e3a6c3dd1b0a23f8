import { round } from '../shared/round.ts';
import type { Plan } from './arguments.ts';
import { findDifference, readAnswers } from './measure/compare.ts';
import { measure, type Instruments, type Sample } from './measure/measure.ts';
import type { Result } from './report.ts';
import type { Player } from './stage.ts';

/** @throws {Error} where a contestant answers otherwise than the first: then there is nothing to compare. */
export async function requireSameAnswers(players: readonly Player[]): Promise<void> {
  const [first, ...others] = players;
  for (const [index, one] of first?.cases.entries() ?? []) {
    const read = async (player: Player) => {
      const own = player.cases[index] ?? one;
      const asked = { running: player.serverOf(own), tokens: player.tokens, one: own, from: 0 };
      return await readAnswers(player.name, asked);
    };
    const expected = first && (await read(first));
    for (const other of others) {
      const difference = expected && findDifference(expected, await read(other));
      if (difference != null) throw new Error(`${one.name}: ${difference}`);
    }
  }
}

/** In each round, each case is measured with one contestant right after the other; every other round in the opposite order. */
export async function runRounds(
  players: readonly Player[],
  { plan, instruments, say }: { plan: Plan; instruments: Instruments; say: (text: string) => void },
): Promise<Result[]> {
  const rows = plan.cases.flatMap((name, index) =>
    plan.connections.flatMap((connections) =>
      players.map((player) => ({ name, index, connections, player, samples: [] as (Sample | Error)[] })),
    ),
  );
  const groups = plan.cases.flatMap((name) =>
    plan.connections.map((count) => rows.filter((row) => row.name === name && row.connections === count)),
  );
  const most = Math.max(...plan.connections);
  // The first round warms up, and is thrown away: code is slow until it has run for some seconds.
  for (let number = 0; number <= plan.rounds; number += 1) {
    for (const group of groups) {
      const turns = number % 2 === 1 ? group : group.toReversed();
      for (const { name, index, connections, player, samples } of turns) {
        if (number === 0 && connections !== most) continue;
        const one = player.cases[index];
        if (one === undefined) continue;
        const target = { running: player.serverOf(one), tokens: player.tokens, one, connections };
        const sample = await measure(target, instruments).catch(toError);
        if (number > 0) samples.push(sample);
        say(`round ${number}, ${name} × ${connections}, ${player.name}: ${describe(sample)}`);
      }
    }
  }
  return rows.map(({ name, connections, player, samples }) => ({
    ...{ name, connections, samples, contestant: player.name },
    asked: player.asked.get(name) ?? { statements: 0, roundTrips: 0 },
  }));
}

/** A failure becomes a result, so that the others keep their figures. */
function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function describe(sample: Sample | Error): string {
  if (sample instanceof Error) return sample.message;
  const { serviceMicros, databaseMicros, requestsPerSecond } = sample;
  return `${round(serviceMicros)} + ${round(databaseMicros ?? 0)} µs, ${round(requestsPerSecond)}/s`;
}
