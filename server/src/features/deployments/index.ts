export { compressDeployments } from "./compress-deployments.ts";
export { isSiteUpload } from "./is-site-upload.ts";
export { deploymentOperations } from "./routes.ts";
export { sweepDeployments } from "./sweep-deployments.ts";
