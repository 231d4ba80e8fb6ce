export { listEvents } from "./describe-event.ts";
export { describeWebhooks } from "./describe-webhooks.ts";
export { Dispatcher } from "./dispatcher.ts";
export { forgetPayloads } from "./forget-payloads.ts";
export { publishClicks } from "./publish-clicks.ts";
export { webhookOperations } from "./routes.ts";
export { startWebhooks, type Webhooks } from "./start-webhooks.ts";
export { sweepWebhooks } from "./sweep-webhooks.ts";
