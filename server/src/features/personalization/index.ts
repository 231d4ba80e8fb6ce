export { personalizationOperations } from "./routes.ts";
