import { graphql } from './generated/index.ts';

graphql(`
  fragment CommentFields on Comment {
    id
    number
    createdAt
    bodyHtml
    author {
      displayName
      ... on Author {
        id
      }
    }
  }
`);

graphql(`
  fragment CommentPage on CommentConnection {
    edges {
      cursor
      node {
        ...CommentFields
      }
    }
    pageInfo {
      startCursor
      hasPreviousPage
    }
  }
`);

/** The newest comments, and the place in the log at which they were read. */
export const DISCUSSION = graphql(`
  query Discussion($slug: String!) {
    post(by: { slug: $slug }) {
      id
      title
      commentCount
      commentsOpen
      cursor
      comments(order: TIME, last: 20) {
        ...CommentPage
      }
    }
  }
`);

/** Does not ask for `cursor`: the stream begins where the first page was read. */
export const EARLIER_COMMENTS = graphql(`
  query EarlierComments($slug: String!, $before: String) {
    post(by: { slug: $slug }) {
      id
      comments(order: TIME, last: 20, before: $before) {
        ...CommentPage
      }
    }
  }
`);

export const COMMENT_ADDED = graphql(`
  subscription CommentAdded($postId: ID!, $after: String) {
    commentAdded(postId: $postId, after: $after) {
      cursor
      node {
        ...CommentFields
        post {
          id
          commentCount
        }
      }
    }
  }
`);

export const CREATE_COMMENT = graphql(`
  mutation CreateComment($input: CreateCommentInput!) {
    createComment(input: $input) {
      ... on Error {
        message
      }
    }
  }
`);
