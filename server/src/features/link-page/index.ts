export { linkPageOperations } from "./routes.ts";
