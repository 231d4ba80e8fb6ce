export { visitorOperations } from "./routes.ts";
