export { createEdgePages } from "./edge-pages.ts";
export { paymentOperations } from "./routes.ts";
export { sweepPayments } from "./sweep-payments.ts";
