/** The post that the tabs of the playground are about. */
export interface DemoPost {
  readonly slug: string;
  /** Its id, as clients see it. */
  readonly id: string;
  /** A comment to react to, and how; null where nobody can. */
  readonly liked: { readonly id: string; readonly reaction: string } | null;
  /** The id of a comment that readers have reported. */
  readonly flaggedId: string | null;
  /** The id of a comment that is or was held. */
  readonly heldId: string | null;
}

/** A tab is named after its operation. */
export interface PlaygroundTab {
  readonly query: string;
  readonly variables?: string;
}

/** Tabs that run as they stand, without a token: what the service is for, one idea each. */
export function createPlaygroundTabs(post: DemoPost): PlaygroundTab[] {
  const bySlug = { post: { slug: post.slug } };
  return [
    { query: WELCOME }, // GraphiQL forgets the variables of the tab that it opens first
    { query: FRONT_PAGE },
    tab(VIEW_BY_TIME, { ...bySlug, first: 20 }),
    tab(VIEW_BY_THREAD, { ...bySlug, first: 20 }),
    tab(LIVE_COMMENTS, { postId: post.id }),
    tab(WRITE_A_COMMENT, {
      input: { postId: post.id, body: 'Written in the *playground*.', guestName: 'A passer-by' },
    }),
    tab(AN_ERROR_ON_PURPOSE, { first: 1_000 }),
  ];
}

/** A tab with its variables, written as JSON. */
export function tab(query: string, variables: object): PlaygroundTab {
  return { query, variables: JSON.stringify(variables, null, 2) };
}

// No line is longer than 48 characters: beyond that it lies under the buttons of the editor in a window of 1,280 pixels.

const WELCOME = `# Every tab runs as it stands, with Ctrl-Enter;
# those after AnErrorOnPurpose need a token.
#
# CURSORS mark a place in a list or stream. Pass
# one as "after" to read the next page, or to
# follow live from where a query ended.
#
# VOICES let guests edit what they wrote: send a
# secret of 22 or more letters and digits as the
# header Colloquy-Voice.
#
# ERRORS that a form can show are members of a
# mutation's union. All others are in "errors",
# each with an extensions.code.
query Welcome {
  posts(first: 1) {
    pageInfo { endCursor }
    nodes { title commentCount cursor }
  }
  viewer { handle }
}
`;

const FRONT_PAGE = `# The newest posts, as a front page shows them.
query FrontPage {
  posts(first: 10) {
    totalCount
    nodes {
      slug
      kicker
      title
      publishedAt
      author { displayName }
      tags { label kind }
      commentCount
    }
  }
}
`;

const VIEW_BY_TIME = `# Every comment, oldest first. Add an endCursor
# as "after" to the variables to read on.
query ViewByTime(
  $post: PostBy!
  $first: Int
  $after: String
) {
  post(by: $post) {
    title
    cursor
    comments(
      order: TIME
      first: $first
      after: $after
    ) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        number
        parent { number }
        subject
        body
        createdAt
        author { __typename displayName }
      }
    }
  }
}
`;

const VIEW_BY_THREAD = `# The same comments, each below its parent:
# indent each by its depth.
query ViewByThread(
  $post: PostBy!
  $first: Int
  $after: String
) {
  post(by: $post) {
    title
    comments(
      order: THREAD
      first: $first
      after: $after
    ) {
      pageInfo { hasNextPage endCursor }
      nodes {
        depth
        number
        subject
        author { displayName }
        replyCount
      }
    }
  }
}
`;

const LIVE_COMMENTS = `# New comments as they are written. Let it run,
# and write one in the next tab. With a cursor
# as "after", it begins with what came since.
subscription LiveComments(
  $postId: ID!, $after: String
) {
  commentAdded(postId: $postId, after: $after) {
    cursor
    node {
      number
      depth
      subject
      bodyHtml
      author { displayName }
    }
  }
}
`;

const WRITE_A_COMMENT = `# A comment by a guest. To write as an account,
# put a token that is printed at the start into
# the headers pane:
# {"Authorization": "Bearer …"}
mutation WriteAComment(
  $input: CreateCommentInput!
) {
  createComment(input: $input) {
    __typename
    ... on CreateCommentPayload {
      cursor
      comment {
        id
        number
        subject
        bodyHtml
        author { displayName }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
`;

const AN_ERROR_ON_PURPOSE = `# A page has at most 100 items. A larger one is
# refused with a code, rather than cut short.
query AnErrorOnPurpose($first: Int) {
  posts(first: $first) {
    totalCount
  }
}
`;
