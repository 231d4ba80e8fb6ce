import { z } from "@hono/zod-openapi";
import { StructureBody } from "./structure-body.ts";

/** What `PUT` takes, as JSON Schema 2020-12. */
export const STRUCTURE_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Site structure of a campaign",
  ...z.toJSONSchema(StructureBody, { io: "input", unrepresentable: "any" }),
};
