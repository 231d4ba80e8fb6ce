export { leadOperations } from "./routes.ts";
