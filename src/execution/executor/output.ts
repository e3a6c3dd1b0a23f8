/**
 * JSON in pieces, in the order of the text. What is waited for has pieces of its own, which are filled in when it comes. To join them at the
 * end costs less than to add each to a text: what stands for a sum of two texts is garbage for every field.
 */
export type Output = (string | Output)[];

/** Undefined for what is written, or a promise of when it will be. */
export type Written = Promise<unknown> | undefined;

/** Gives the pieces from a place on an own list, so that they can be replaced as a whole when others follow them. */
export function setApart(output: Output, start: number): Output {
  const own = output.splice(start);
  output.push(own);
  return own;
}

export function replace(output: Output, text: string): void {
  output.length = 0;
  output.push(text);
}

export function join(output: Output): string {
  output.forEach((piece, place) => {
    if (typeof piece !== 'string') output[place] = join(piece);
  });
  return output.join('');
}

/** Waits for all. */
export function all(waiting: readonly Promise<unknown>[]): Promise<unknown> {
  const [only] = waiting;
  return waiting.length === 1 && only !== undefined ? only : Promise.all(waiting);
}

/** Fails with an error, once what is waited for has come or failed too: nobody else would handle that. */
export function failAfter(waiting: readonly Promise<unknown>[], error: unknown): Promise<never> {
  const fail = (): never => {
    throw error;
  };
  return Promise.all(waiting).then(fail, fail);
}
