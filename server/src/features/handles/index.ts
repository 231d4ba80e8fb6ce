export { handleOperations } from "./routes.ts";
export { findMembership, findNamedHandle, findRole, type HandleTables, isNameOf } from "./store.ts";
