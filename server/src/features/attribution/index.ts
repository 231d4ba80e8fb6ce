export { requireAllowedOrigin } from "./require-allowed-origin.ts";
export { attributionOperations } from "./routes.ts";
