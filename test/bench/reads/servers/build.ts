import { compile } from '../../shared/compile.ts';

const PROGRAMS = {
  control: 'servers/control.ts',
  client: 'client/client-process.ts',
  limit: 'servers/limit-server.ts',
  stock: 'servers/stock-server.ts',
};

export type Built = Readonly<Record<keyof typeof PROGRAMS, string>>;

/** Compiles the programs. @returns the paths of the results. */
export async function buildPrograms(): Promise<Built> {
  return await compile(new URL('../', import.meta.url), PROGRAMS);
}
