import { tab } from './playground-tabs.ts';
import type { DemoPost, PlaygroundTab } from './playground-tabs.ts';

/** Tabs for accounts: each says whose token it needs. Those are left out that are about what this demo does not have. */
export function createModerationTabs({ id, liked, flaggedId, heldId }: DemoPost): PlaygroundTab[] {
  return [
    ...(liked === null ? [] : [tab(REACT, { input: { commentId: liked.id, kind: liked.reaction, on: true } })]),
    tab(MODERATION_QUEUE, { first: 20, filter: { postId: id } }),
    tab(MODERATION_EVENTS, {}),
    ...(flaggedId === null
      ? []
      : [
          tab(HIDE_A_COMMENT, {
            input: { commentId: flaggedId, action: 'HIDE', reason: 'Please keep to the subject.' },
          }),
          tab(RESTORE_A_COMMENT, { input: { commentId: flaggedId, action: 'RESTORE' } }),
        ]),
    ...(heldId === null ? [] : [tab(DECIDE_A_HELD_COMMENT, { input: { heldCommentId: heldId, approve: true } })]),
    tab(AUDIT_LOG, { first: 20 }),
  ];
}

// No line is longer than 48 characters, as in the other tabs.

const HEADERS = `# Put the token of mod, which is printed at the
# start, into the headers pane:
# {"Authorization": "Bearer …"}`;

const REACT = `# One reaction of each kind, for each reader and
# comment. With "on": false it is taken away.
# Put the token of ada, which is printed at the
# start, into the headers pane:
# {"Authorization": "Bearer …"}
mutation React($input: ReactInput!) {
  react(input: $input) {
    __typename
    ... on ReactPayload {
      comment {
        number
        body
        reactions {
          kind
          count
          viewerHasReacted
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
`;

const MODERATION_QUEUE = `# What waits for a moderator, oldest first.
${HEADERS}
query ModerationQueue(
  $first: Int!
  $after: String
  $filter: ModerationFilter
) {
  moderationCursor
  moderationQueue(
    first: $first
    after: $after
    filter: $filter
  ) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      __typename
      ... on HeldComment {
        id
        heldBecause
        body
        commenter { displayName }
      }
      ... on Comment {
        id
        number
        body
        flagCount
        flags(first: 5) {
          nodes { reason note createdAt }
        }
      }
    }
  }
}
`;

const MODERATION_EVENTS = `# What comes to the queue, and what leaves it.
# Let it run, and hide a comment in another tab.
${HEADERS}
subscription ModerationEvents($after: String) {
  moderationEvents(after: $after) {
    __typename
    cursor
    occurredAt
    item {
      ... on HeldComment { id heldBecause }
      ... on Comment { id number flagCount }
    }
    ... on ItemResolvedEvent {
      auditEntry { action reason }
    }
  }
}
`;

const HIDE_A_COMMENT = `# Hides the comment that readers have reported.
# Its place and its replies remain; its writer
# and those who reported it are told. The next
# tab restores it.
${HEADERS}
mutation HideAComment(
  $input: ModerateCommentInput!
) {
  moderateComment(input: $input) {
    __typename
    ... on ModerateCommentPayload {
      comment {
        number
        status
        decision { action reason decidedAt }
        flags(first: 5) {
          nodes { reason decision { reason } }
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
`;

const RESTORE_A_COMMENT = `# Shows the hidden comment again.
${HEADERS}
mutation RestoreAComment(
  $input: ModerateCommentInput!
) {
  moderateComment(input: $input) {
    __typename
    ... on ModerateCommentPayload {
      comment { number status body }
    }
    ... on Error {
      code
      message
    }
  }
}
`;

const DECIDE_A_HELD_COMMENT = `# Makes the held comment public, or with
# "approve": false and a "reason" turns it down.
# It is decided once: what comes later gives the
# first decision.
${HEADERS}
mutation DecideAHeldComment(
  $input: DecideHeldCommentInput!
) {
  decideHeldComment(input: $input) {
    __typename
    ... on DecideHeldCommentPayload {
      heldComment { status }
      comment { number body }
    }
    ... on Error {
      code
      message
    }
  }
}
`;

const AUDIT_LOG = `# Every decision, newest first: who took it, and
# why. Nothing in it is ever changed.
${HEADERS}
query AuditLog($first: Int!, $after: String) {
  auditLog(first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      action
      reason
      occurredAt
      actor { handle }
      comment { number }
    }
  }
}
`;
