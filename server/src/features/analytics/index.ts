export { parseRange } from "./analytics-query.ts";
export { analyticsExportOperations } from "./export/export-routes.ts";
export { analyticsImportOperations } from "./import/import-routes.ts";
export { resumeImports } from "./import/resume-imports.ts";
export { liveOperations } from "./live/routes.ts";
export { analyticsOperations } from "./routes.ts";
