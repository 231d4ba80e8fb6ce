export { Email } from "./email.ts";
export { identifySession } from "./identify-session.ts";
export { createOidcVerifier, type OidcVerifier } from "./oidc-verifier.ts";
export { hashSecret, mintSecret } from "./opaque-secret.ts";
export { userOperations } from "./routes.ts";
export { sessionHolds } from "./session-store.ts";
export { hasAnyUser, type UserTables } from "./store.ts";
export { sweepSessions } from "./sweep-sessions.ts";
