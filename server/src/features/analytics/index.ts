export { parseRange } from "./analytics-query.ts";
export { analyticsOperations } from "./routes.ts";
