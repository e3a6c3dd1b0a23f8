/** A Markdown text that would cost too much to render. The message is for a person. */
export class TextTooComplexError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TextTooComplexError';
  }
}
