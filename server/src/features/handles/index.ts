export { handleOperations } from "./routes.ts";
export { findMembership, findRole, type HandleTables, isNameOf } from "./store.ts";
