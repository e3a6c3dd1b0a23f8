/** A number of things in words: `count(1, 'post', 'posts')` is `1 post`. */
export function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
