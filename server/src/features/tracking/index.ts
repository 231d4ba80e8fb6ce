export { ensureTemplate } from "./ensure-template.ts";
export { isTemplateUsable } from "./is-template-usable.ts";
export { trackingOperations } from "./routes.ts";
export { TemplateKey } from "./template-body.ts";
