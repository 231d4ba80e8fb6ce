export { createEdgePages } from "./edge-pages.ts";
export { paymentOperations } from "./routes.ts";
