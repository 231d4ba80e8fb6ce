export { trackingOperations } from "./routes.ts";
