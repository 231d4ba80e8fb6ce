export { chainOperations } from "./routes.ts";
