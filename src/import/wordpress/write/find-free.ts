/** The name that was wished for, or the first of its variants that is free. */
export async function findFree(
  variant: (name: string, n: number) => string,
  { wished, isTaken }: { readonly wished: string; readonly isTaken: (name: string) => Promise<boolean> },
): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = variant(wished, n);
    if (!(await isTaken(name))) return name;
  }
}
