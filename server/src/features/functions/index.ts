export { createEdgeFunctions } from "./edge-functions.ts";
export { flushInvocations } from "./flush-invocations.ts";
export { functionOperations } from "./routes.ts";
export { sweepInvocations } from "./sweep-invocations.ts";
export { watchFunctions } from "./watch-functions.ts";
