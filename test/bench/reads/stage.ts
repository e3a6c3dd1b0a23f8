// The contestants, running, on what they read and on what they write to.
import type { Plan } from './arguments.ts';
import { makeCase, type Case } from './cases.ts';
import { countStatements } from './measure/count-statements.ts';
import type { Asked } from './measure/statement-proxy.ts';
import type { Built } from './servers/build.ts';
import { makeContestant, type Contestant, type ContestantName } from './servers/contestant.ts';
import { startContestant, type Running } from './servers/start-contestant.ts';
import type { Subjects } from './subjects.ts';

/** One contestant, for all cases. */
export interface Player {
  readonly name: ContestantName;
  readonly tokens: readonly string[];
  readonly cases: readonly Case[];
  /** The statements of a request, by the name of the case. */
  readonly asked: ReadonlyMap<string, Asked>;
  /** The server that takes a case. */
  serverOf(one: Case): Running;
}

interface Setting {
  readonly plan: Plan;
  readonly built: Built;
  /** The database that everybody reads. */
  readonly readUrl: string;
  readonly subjects: Subjects;
  readonly onEnd: (end: () => void | Promise<void>) => void;
}

/** @param writeUrl its own database, for what it writes. */
export async function openPlayer(
  name: ContestantName,
  setting: Setting & { readonly writeUrl: string },
): Promise<Player> {
  const { plan, built, readUrl, writeUrl, subjects, onEnd } = setting;
  const contestant = makeContestant(name, built);
  onEnd(contestant.close);
  const cases = plan.cases.map((one) => contestant.adapt(makeCase(one, { subjects, encodeId: contestant.encodeId })));
  const open = async (url: string, own: readonly Case[]) =>
    own.length === 0 ? null : await openServer(contestant, { ...setting, cases: own, url });
  const read = await open(
    readUrl,
    cases.filter(({ writes }) => !writes),
  );
  const write = await open(
    writeUrl,
    cases.filter(({ writes }) => writes),
  );
  return {
    name,
    cases,
    tokens: await contestant.tokensOf(subjects.writers),
    asked: new Map([...(read?.asked ?? []), ...(write?.asked ?? [])]),
    serverOf({ writes }) {
      const server = writes ? write : read;
      if (server === null) throw new Error('Expected a server for every case.');
      return server.running;
    },
  };
}

async function openServer(
  contestant: Contestant,
  { plan, built, subjects, cases, url, onEnd }: Setting & { cases: readonly Case[]; url: string },
): Promise<{ running: Running; asked: ReadonlyMap<string, Asked> }> {
  const where = { databaseUrl: url, control: built.control, node: plan.node };
  const asked = await countStatements(contestant, { ...where, cases, subjects });
  const running = await startContestant(contestant, where);
  onEnd(running.close);
  return { running, asked };
}
