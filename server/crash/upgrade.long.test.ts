import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { createDemoClient } from "#demo/demo-client.ts";
import { newSegmentId } from "#platform/event-log/segment-id.ts";
import { onEveryEngine, scratchFile } from "#testing/engines.ts";
import { startProgram } from "#testing/start-program.ts";
import { PAST_ENV, PAST_HANDLE } from "./past-answers.ts";
import { listPasts, makePast, readPast } from "./past-database.ts";
import { upgrade } from "./upgrade.ts";

vi.setConfig({ testTimeout: 300_000 }); // Of a machine that is busy with other things, too.
const pasts = await listPasts();
const seed = Date.now() % 1_000;

onEveryEngine((_open, _locate, locateEmpty) => {
  // What lies between two versions that were recorded is migrated in any case; `npm run test:upgrade` begins there, too.
  test.each(pasts)(
    "a database of version %s, killed on its way, comes here with every row",
    async (version) => {
      const location = await locateEmpty();
      const killAt = (steps: number) => (version === pasts[1] ? [seed % steps] : []);
      expect(await upgrade({ location, version, killAt }), `seed ${seed}`).toEqual([]);
    },
  );
});

describe("SQLite alone", () => {
  // A start takes a second: every other version.
  test.each(pasts.filter((_, at) => at % 2 === 0))(
    "the program goes on where version %s ended",
    async (version) => {
      const { answers, events } = await readPast(version);
      const dataDir = dirname(await scratchFile());
      await makePast(join(dataDir, "switchyard.sqlite"), version);
      const sealed = join(dataDir, "events/0/sealed");
      await mkdir(sealed, { recursive: true });
      await writeFile(join(sealed, `${newSegmentId("past", 0, 1)}.ndjson`), events);
      await using program = await startProgram({ ...PAST_ENV, DATA_DIR: dataDir }, dataDir);
      const call = createDemoClient(program.port);
      const { account, token, revoked, title } = answers;
      const session = await call("POST", "/v2/auth/login", { body: account });
      expect(session.status).toBe(200);
      const base = `/v2/public/handles/${PAST_HANDLE}`;
      const link = await call("GET", `${base}/links/first-link`, { token: token.join(".") });
      expect(link.body["title"]).toBe(title);
      expect((await call("GET", `${base}/links/first-link`, { token: revoked.join(".") })).status).toBe(401);
      const headers = { host: `${PAST_HANDLE}.localhost:${program.port}` };
      expect((await call("GET", "/first-link", { headers })).status).toBe(302);
      expect((await call("GET", "/gone-link", { headers })).status).toBe(404);
      const asked = () =>
        call("GET", `/v2/handles/${PAST_HANDLE}/analytics`, { token: String(session.body["accessToken"]) });
      const clicks = events.split("\n").filter((line) => line.includes('"kind":"click"')).length + 1;
      await expect
        .poll(async () => (await asked()).body["totals"], { timeout: 30_000 })
        .toMatchObject({ clicks });
    },
  );
});
