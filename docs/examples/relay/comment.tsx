import { graphql, useFragment } from 'react-relay';
import { CommentView } from '../shared/comment-view.tsx';
import type { comment_comment$key } from './__generated__/comment_comment.graphql.ts';

export function Comment(props: { comment: comment_comment$key }) {
  const comment = useFragment(
    graphql`
      fragment comment_comment on Comment {
        number
        createdAt
        bodyHtml
        author {
          displayName
        }
      }
    `,
    props.comment,
  );
  return <CommentView comment={comment} />;
}
