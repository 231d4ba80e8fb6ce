export { findNamedPage } from "./check-access.ts";
export { createEdgeVisitors } from "./edge-visitors.ts";
export { revokeGrant, saveGrant } from "./grant-store.ts";
export { identifyVisitor } from "./identify-visitor.ts";
export { type LinkedPage, requestLink } from "./request-link.ts";
export { pageVisitorOperations } from "./routes.ts";
export { sweepVisitors } from "./sweep-visitors.ts";
