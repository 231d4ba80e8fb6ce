export { checkDueLinks } from "./check-due-links.ts";
export { linkHealthOperations } from "./routes.ts";
