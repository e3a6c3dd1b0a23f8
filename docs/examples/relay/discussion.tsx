import { graphql, usePreloadedQuery, type PreloadedQuery } from 'react-relay';
import { CommentForm } from '../shared/comment-form.tsx';
import { CommentList } from './comment-list.tsx';
import type { discussionQuery } from './__generated__/discussionQuery.graphql.ts';
import { useCreateComment } from './use-create-comment.ts';

export const DISCUSSION = graphql`
  query discussionQuery($slug: String!) {
    post(by: { slug: $slug }) {
      id
      title
      commentCount
      commentsOpen
      cursor
      ...commentList_post
    }
  }
`;

export function Discussion({ queryRef }: { queryRef: PreloadedQuery<discussionQuery> }) {
  const { post } = usePreloadedQuery<discussionQuery>(DISCUSSION, queryRef);
  const createComment = useCreateComment();
  if (post == null) return <main>There is no such post.</main>;

  return (
    <main>
      <h1>{post.title}</h1>
      <p>{post.commentCount} comments, read with Relay</p>
      <CommentList post={post} after={post.cursor} />
      {post.commentsOpen && <CommentForm send={(draft) => createComment({ ...draft, postId: post.id })} />}
    </main>
  );
}
