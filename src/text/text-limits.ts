/** The longest text of each field, in code points. */

export const MAX_COMMENT_BODY = 10_000;
export const MAX_SUBJECT = 200;
export const MAX_GUEST_NAME = 80;
export const MAX_DISPLAY_NAME = 80;
export const MAX_TITLE = 300;
export const MAX_KICKER = 120;
export const MAX_POST_BODY = 200_000;
export const MAX_TAG_LABEL = 80;
export const MAX_API_TOKEN_NAME = 80;
/** A moderator's reason, and the note of a flag. */
export const MAX_REASON = 1_000;
/** A default subject, "Re: " included. */
export const MAX_REPLY_SUBJECT = 64;
export const MAX_EXCERPT = 280;
/** In characters of one byte each. */
export const MAX_SLUG = 80;
/** The address of a page: in characters of one byte each, so that a key of the database can hold it. */
export const MAX_ADDRESS = 2_000;
/** In characters of one byte each. */
export const MAX_HANDLE = 40;

/** How many tags one post takes. */
export const MAX_TAGS = 20;
