export { applyRetention } from "./apply-retention.ts";
export { findKeptSince } from "./find-kept-since.ts";
export { retentionOperations } from "./routes.ts";
export { runErasures } from "./run-erasures.ts";
