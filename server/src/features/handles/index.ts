export { handleOperations } from "./routes.ts";
export {
  findHandleName,
  findMembership,
  findNamedHandle,
  findOwner,
  findRole,
  type HandleTables,
  isNameOf,
} from "./store.ts";
