export { createEdgeFiles } from "./edge-files.ts";
export { fileOperations } from "./routes.ts";
export { expireFiles, sweepFiles } from "./sweep-files.ts";
