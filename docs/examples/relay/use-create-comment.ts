import { graphql, useMutation } from 'react-relay';
import type { CreateCommentInput, useCreateCommentMutation } from './__generated__/useCreateCommentMutation.graphql.ts';

/** Writes a comment; the answer is what the service objects to. The stream brings the comment, as it does everybody's. */
export function useCreateComment() {
  const [commit] = useMutation<useCreateCommentMutation>(graphql`
    mutation useCreateCommentMutation($input: CreateCommentInput!) {
      createComment(input: $input) {
        ... on Error {
          message
        }
        ... on CommentHeldPayload {
          heldComment {
            status
          }
        }
      }
    }
  `);

  return (input: CreateCommentInput) =>
    new Promise<string | undefined>((resolve, reject) => {
      commit({
        variables: { input },
        onCompleted: ({ createComment }) =>
          resolve(createComment?.heldComment ? 'A moderator reads it first.' : createComment?.message),
        onError: reject,
      });
    });
}
