export { createSwitchyard, type Switchyard } from "./create-switchyard.ts";
export type { components, paths } from "./schema.ts";
