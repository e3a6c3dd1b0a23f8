/** The columns of comments that are read only where they are selected. */
export interface CommentColumns {
  readonly author: boolean;
  readonly body: boolean;
  readonly bodyHtml: boolean;
  readonly path: boolean;
  readonly editedAt: boolean;
  /** The guest's voice, by which the viewer may be the commenter. */
  readonly voiceHash: boolean;
}

/** What is selected of a page of comments, and of the pages below it. What it leaves out is read when it is asked for. */
export interface CommentSelection {
  readonly columns: CommentColumns;
  /** Whether to read the parents of the page's comments with it: the columns above, or none that is read only where it is selected. */
  readonly parents: 'NONE' | 'HEADS' | 'WHOLE';
  /** The size of the first page of replies, 1 to 100, to each comment of the page, to each of these replies, and so on. */
  readonly replies: readonly number[];
}

export const WHOLE_COMMENT: CommentColumns = {
  author: true,
  body: true,
  bodyHtml: true,
  path: true,
  editedAt: true,
  voiceHash: true,
};

/** Names a selection: two of one name are read by the same statement. */
export function nameSelection({ columns, parents, replies }: CommentSelection): string {
  const { author, body, bodyHtml, path, editedAt, voiceHash } = columns;
  return [author, body, bodyHtml, path, editedAt, voiceHash, parents, ...replies].join();
}
