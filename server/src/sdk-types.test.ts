import { join } from "node:path";
import { generateSchema } from "@switchyard/sdk/generate-schema.ts";
import { expect, test } from "vitest";
import { startPlans } from "#testing/start-plans.ts";

const SCHEMA = join(import.meta.dirname, "../../sdk/src/schema.ts");

test("the client's types are those of the API as it is; `npm run build:sdk` writes them anew", async () => {
  await using control = await startPlans(); // Of an installation that has everything.
  const { body } = await control.anonymous.get("/openapi.json");
  await expect(await generateSchema(body)).toMatchFileSnapshot(SCHEMA);
});
