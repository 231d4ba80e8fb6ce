export { analyticsOperations } from "./routes.ts";
