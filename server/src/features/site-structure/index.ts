export { siteStructureOperations } from "./routes.ts";
export { findStructure } from "./store.ts";
