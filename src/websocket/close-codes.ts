/** A close code of WebSockets that graphql-ws has no name for: the client may come back. */
export const TRY_AGAIN_LATER = 1013;
