export { handleOperations } from "./routes.ts";
export {
  findHandleName,
  findMembership,
  findNamedHandle,
  findRole,
  type HandleTables,
  isNameOf,
} from "./store.ts";
