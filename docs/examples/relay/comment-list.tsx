import { useMemo } from 'react';
import { graphql, usePaginationFragment, useSubscription } from 'react-relay';
import { Comment } from './comment.tsx';
import type { commentList_post$key } from './__generated__/commentList_post.graphql.ts';
import type { commentListAddedSubscription } from './__generated__/commentListAddedSubscription.graphql.ts';
import type { commentListEarlierQuery } from './__generated__/commentListEarlierQuery.graphql.ts';

const COMMENTS = graphql`
  fragment commentList_post on Post
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, before: { type: "String" })
  @refetchable(queryName: "commentListEarlierQuery") {
    id
    comments(order: TIME, last: $count, before: $before) @connection(key: "commentList_comments") {
      __id
      edges {
        node {
          id
          ...comment_comment
        }
      }
    }
  }
`;

// `@appendNode` passes over a comment that is in the list already.
const COMMENT_ADDED = graphql`
  subscription commentListAddedSubscription($postId: ID!, $after: String, $connections: [ID!]!) {
    commentAdded(postId: $postId, after: $after) {
      cursor
      node @appendNode(connections: $connections, edgeTypeName: "CommentEdge") {
        ...comment_comment
        post {
          id
          commentCount
        }
      }
    }
  }
`;

interface CommentListProps {
  readonly post: commentList_post$key;
  /** The place in the log at which the post was read: new comments are those after it. */
  readonly after: string;
}

export function CommentList({ post, after }: CommentListProps) {
  const { data, hasPrevious, loadPrevious } = usePaginationFragment<commentListEarlierQuery, commentList_post$key>(
    COMMENTS,
    post,
  );
  const { id: postId, comments } = data;
  const connection = comments.__id;

  useSubscription<commentListAddedSubscription>(
    useMemo(
      () => ({ subscription: COMMENT_ADDED, variables: { postId, after, connections: [connection] } }),
      [postId, after, connection],
    ),
  );

  return (
    <>
      {hasPrevious && <button onClick={() => loadPrevious(20)}>Earlier comments</button>}
      {comments.edges.map(({ node }) => (
        <Comment key={node.id} comment={node} />
      ))}
    </>
  );
}
