export interface ShownComment {
  readonly number: number;
  readonly createdAt: string;
  readonly bodyHtml?: string | null | undefined;
  readonly author?: { readonly displayName: string } | null | undefined;
}

export function CommentView({ comment: { number, createdAt, bodyHtml, author } }: { comment: ShownComment }) {
  return (
    <article>
      <header>
        <span className="number">{number}</span>
        <b>{author?.displayName}</b>
        <time dateTime={createdAt}>{new Date(createdAt).toLocaleString()}</time>
      </header>
      {bodyHtml == null ? (
        <p className="gone">This comment was removed.</p>
      ) : (
        // The service has sanitised it.
        <div dangerouslySetInnerHTML={{ __html: bodyHtml }} />
      )}
    </article>
  );
}
