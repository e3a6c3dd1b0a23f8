import { useMutation, useQuery } from '@apollo/client/react';
import { useEffect } from 'react';
import { CommentForm, type Draft } from '../shared/comment-form.tsx';
import { CommentView } from '../shared/comment-view.tsx';
import { COMMENT_ADDED, CREATE_COMMENT, DISCUSSION, EARLIER_COMMENTS } from '../shared/documents.ts';
import type { CommentAddedSubscription, DiscussionQuery } from '../shared/generated/graphql.ts';

export function Discussion({ slug }: { slug: string }) {
  const { data, error, fetchMore, subscribeToMore } = useQuery(DISCUSSION, { variables: { slug } });
  const [createComment] = useMutation(CREATE_COMMENT);
  const post = data?.post;
  const postId = post?.id;
  const after = post?.cursor;

  useEffect(() => {
    if (postId === undefined || after === undefined) return;
    return subscribeToMore({
      document: COMMENT_ADDED,
      variables: { postId, after },
      updateQuery: (_, { complete, previousData, subscriptionData }) =>
        complete ? appendComment(previousData, subscriptionData.data.commentAdded) : undefined,
    });
  }, [subscribeToMore, postId, after]);

  if (error !== undefined) return <main role="alert">{error.message}</main>;
  if (data === undefined) return <main>Loading …</main>;
  if (post == null) return <main>There is no post “{slug}”.</main>;

  const { edges, pageInfo } = post.comments;

  const showEarlier = () => fetchMore({ query: EARLIER_COMMENTS, variables: { slug, before: pageInfo.startCursor } });

  // The stream brings the new comment, as it does everybody's: nothing is added here.
  const send = async (draft: Draft) => {
    const { data } = await createComment({ variables: { input: { ...draft, postId: post.id } } });
    return data?.createComment && 'message' in data.createComment ? data.createComment.message : undefined;
  };

  return (
    <main>
      <h1>{post.title}</h1>
      <p>{post.commentCount} comments, read with Apollo Client</p>
      {pageInfo.hasPreviousPage && <button onClick={() => void showEarlier()}>Earlier comments</button>}
      {edges.map(({ node }) => (
        <CommentView key={node.id} comment={node} />
      ))}
      {post.commentsOpen && <CommentForm send={send} />}
    </main>
  );
}

/** The discussion with one more comment at its end; unchanged if the comment is there already. */
function appendComment(
  discussion: DiscussionQuery,
  { cursor, node }: CommentAddedSubscription['commentAdded'],
): DiscussionQuery {
  const { post } = discussion;
  if (post === null || post.comments.edges.some((edge) => edge.node.id === node.id)) return discussion;
  const edge = { __typename: 'CommentEdge' as const, cursor, node };
  return { ...discussion, post: { ...post, comments: { ...post.comments, edges: [...post.comments.edges, edge] } } };
}
