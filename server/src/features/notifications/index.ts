export { forgetItems } from "./item-store.ts";
export { notificationOperations } from "./routes.ts";
export { sendNotifications } from "./send-notifications.ts";
export { sweepNotifications } from "./sweep-notifications.ts";
