/** What an account may do, weakest first. The token's role rules the request. */
export const ROLES = ['READER', 'AUTHOR', 'MODERATOR', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];
