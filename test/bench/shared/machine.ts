import { availableParallelism, cpus, totalmem } from 'node:os';

/** A description of the machine, for comparing figures. */
export function describeMachine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${availableParallelism()} cores (${model}), ${memory} GiB of memory, Node ${process.versions.node}, ${process.platform}`;
}

/** @throws {Error} when a process may not open as many sockets as the scenarios need. */
export function requireOpenFiles(sockets: number): void {
  const { userLimits } = process.report.getReport() as unknown as { userLimits?: { open_files?: { hard: unknown } } };
  const limit = Number(userLimits?.open_files?.hard ?? Infinity); // Node raises the soft limit to the hard one
  const needed = sockets + 200;
  if (limit < needed)
    throw new Error(`Expected ${needed} open files or more a process; found ${limit}. See ulimit -n.`);
}
