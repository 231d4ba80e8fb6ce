import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pino from "pino";
import { expect, test } from "vitest";
import { openDenyList } from "#platform/deny-list/open-deny-list.ts";
import { scratchFile } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const PATH = "/v2/handles/acme/links/launch";

test("a host that is written into the operator's file is refused soon, without a restart, until it is taken out", async () => {
  const file = join(`${await scratchFile()}-denied.txt`);
  await writeFile(file, "# nobody yet\n");
  await using denyList = await openDenyList({ hosts: [], file, log: pino({ level: "silent" }) });
  await using control = await startControl({ override: { denyList } });
  const creator = await control.member("CREATOR");
  const put = async () => {
    const { status, body } = await creator.put(PATH, { destinationUrl: "https://www.shop.example/" });
    return [status, (body as { error?: string }).error];
  };
  expect(await put()).toEqual([201, undefined]);
  await writeFile(file, "shop.example\n");
  await expect.poll(put).toEqual([400, "invalid_destination_url"]);
  // A link that leads there already can be changed otherwise, and not be brought back to it.
  expect((await creator.put(PATH, { destinationUrl: "https://example.com/" })).status).toBe(200);
  expect(await creator.post(`${PATH}/rollback`, { version: 1 })).toMatchObject({
    status: 400,
    body: { error: "invalid_destination_url", details: [{ path: "destinationUrl" }] },
  });
  await writeFile(file, "");
  await expect.poll(put).toEqual([200, undefined]);
});
