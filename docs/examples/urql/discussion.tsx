import { useClient, useMutation, useQuery, useSubscription } from 'urql';
import { CommentForm, type Draft } from '../shared/comment-form.tsx';
import { CommentView } from '../shared/comment-view.tsx';
import { COMMENT_ADDED, CREATE_COMMENT, DISCUSSION, EARLIER_COMMENTS } from '../shared/documents.ts';

export function Discussion({ slug }: { slug: string }) {
  const client = useClient();
  const [{ data, error }] = useQuery({ query: DISCUSSION, variables: { slug } });
  const [, createComment] = useMutation(CREATE_COMMENT);
  const post = data?.post;

  // What arrives goes into the cache (cache.ts), and so into the query above.
  useSubscription({
    query: COMMENT_ADDED,
    variables: { postId: post?.id ?? '', after: post?.cursor },
    pause: post == null,
  });

  if (error !== undefined) return <main role="alert">{error.message}</main>;
  if (data === undefined) return <main>Loading …</main>;
  if (post == null) return <main>There is no post “{slug}”.</main>;

  const { edges, pageInfo } = post.comments;

  // The cache joins the page to those that it has, and the query above gives them all.
  const showEarlier = () => client.query(EARLIER_COMMENTS, { slug, before: pageInfo.startCursor }).toPromise();

  // The stream brings the new comment, as it does everybody's: nothing is added here.
  const send = async (draft: Draft) => {
    const { data, error } = await createComment({ input: { ...draft, postId: post.id } });
    return data?.createComment && 'message' in data.createComment ? data.createComment.message : error?.message;
  };

  return (
    <main>
      <h1>{post.title}</h1>
      <p>{post.commentCount} comments, read with urql</p>
      {pageInfo.hasPreviousPage && <button onClick={() => void showEarlier()}>Earlier comments</button>}
      {edges.map(({ node }) => (
        <CommentView key={node.id} comment={node} />
      ))}
      {post.commentsOpen && <CommentForm send={send} />}
    </main>
  );
}
