export { compressDeployments } from "./compress-deployments.ts";
export { deploymentOperations } from "./routes.ts";
export { sweepDeployments } from "./sweep-deployments.ts";
