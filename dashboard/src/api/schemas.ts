import type { components } from "@switchyard/sdk";

/** The bodies of the API by their names. */
export type Schemas = components["schemas"];
