export { checkDomains } from "./check-domains.ts";
export { leadsToHandle } from "./route-store.ts";
export { domainOperations } from "./routes.ts";
