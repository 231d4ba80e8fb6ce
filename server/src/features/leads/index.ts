export { leadOperations } from "./routes.ts";
export { sweepLeads } from "./sweep-leads.ts";
