export { forgetItems } from "./item-store.ts";
export { oldestWaitingAt } from "./oldest-waiting-at.ts";
export { notificationOperations } from "./routes.ts";
export { sendNotifications } from "./send-notifications.ts";
export { sweepNotifications } from "./sweep-notifications.ts";
