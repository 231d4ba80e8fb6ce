export { sessionHolds, type UserTables } from "./store.ts";
