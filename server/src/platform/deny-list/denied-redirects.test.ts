import { writeFile } from "node:fs/promises";
import pino from "pino";
import { expect, test } from "vitest";
import { scratchFile } from "#testing/engines.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";
import { openDenyList } from "./open-deny-list.ts";

test("a host that is written into the operator's file stops the redirects there soon, and no others", async () => {
  const file = `${await scratchFile()}-denied.txt`;
  await writeFile(file, "");
  await using denyList = await openDenyList({ hosts: [], file, log: pino({ level: "silent" }) });
  await using edge = await startEdge({ override: { denyList } });
  await edge.setRoute("launch", routeTo({ destinationUrl: "https://www.shop.example/landing" }));
  await edge.setRoute("other", routeTo());
  const visit = async () => {
    const { status, location } = await edge.visit("/launch");
    return [status, location];
  };
  expect(await visit()).toEqual([302, "https://www.shop.example/landing"]);
  await writeFile(file, "shop.example\n");
  await expect.poll(visit).toEqual([410, undefined]);
  expect((await edge.visit("/other")).status).toBe(302);
  await writeFile(file, "# nobody\n");
  await expect.poll(visit).toEqual([302, "https://www.shop.example/landing"]);
});
