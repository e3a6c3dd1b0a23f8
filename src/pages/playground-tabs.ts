/** The post that the tabs of the playground are about. */
export interface DemoPost {
  readonly slug: string;
  /** Its id, as clients see it. */
  readonly id: string;
}

/** A tab is named after its operation. */
export interface PlaygroundTab {
  readonly query: string;
  readonly variables?: string;
}

/** Tabs that run as they stand: what the service is for, one idea each. */
export function createPlaygroundTabs(post: DemoPost): PlaygroundTab[] {
  const bySlug = { post: { slug: post.slug } };
  return [
    { query: FRONT_PAGE }, // GraphiQL forgets the variables of the tab that it opens first
    tab(VIEW_BY_TIME, { ...bySlug, first: 20 }),
    tab(VIEW_BY_THREAD, { ...bySlug, first: 20 }),
    tab(LIVE_COMMENTS, { postId: post.id }),
    tab(WRITE_A_COMMENT, {
      input: { postId: post.id, body: 'Written in the *playground*.', guestName: 'A passer-by' },
    }),
    tab(AN_ERROR_ON_PURPOSE, { first: 1_000 }),
  ];
}

function tab(query: string, variables: object): PlaygroundTab {
  return { query, variables: JSON.stringify(variables, null, 2) };
}

const FRONT_PAGE = `# The newest posts, as a front page shows them. Run it with the button above, or Ctrl-Enter.
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

const VIEW_BY_TIME = `# Every comment, oldest first. Add "after": an endCursor, and you get the next page.
query ViewByTime($post: PostBy!, $first: Int, $after: String) {
  post(by: $post) {
    title
    cursor
    comments(order: TIME, first: $first, after: $after) {
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

const VIEW_BY_THREAD = `# The same comments, each under the one that it answers; depth says how far to indent.
query ViewByThread($post: PostBy!, $first: Int, $after: String) {
  post(by: $post) {
    title
    comments(order: THREAD, first: $first, after: $after) {
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

const LIVE_COMMENTS = `# New comments as they are made. Let it run, and write one in the next tab.
# Give a cursor as "after", and what came since then is sent first.
subscription LiveComments($postId: ID!, $after: String) {
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

const WRITE_A_COMMENT = `# A guest's comment. With a token in the headers pane, {"Authorization": "Bearer …"}, it is yours.
mutation WriteAComment($input: CreateCommentInput!) {
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

const AN_ERROR_ON_PURPOSE = `# A page larger than 100: refused by a code that programs can tell apart, rather than cut short in silence.
query AnErrorOnPurpose($first: Int) {
  posts(first: $first) {
    totalCount
  }
}
`;
