/** The names that an option lists, of those that are known; `standard` without the option. @throws {TypeError} */
export function choose<Name extends string>(
  list: string | undefined,
  { of: known, option, standard = known }: { of: readonly Name[]; option: string; standard?: readonly Name[] },
): readonly Name[] {
  if (list === undefined) return standard;
  const wanted = list.split(',');
  const unknown = wanted.filter((name) => !known.some((one) => one === name));
  if (unknown.length === 0) return known.filter((name) => wanted.includes(name));
  throw new TypeError(`${option}: expected some of ${known.join(', ')}; found ${unknown.join(', ')}.`);
}
