export { findMembership, findRole, type HandleTables, isNameOf } from "./store.ts";
