import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { scratchFile } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { isAway } from "./is-away.ts";
import { openPostgres } from "./postgres.ts";

async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (thrown) {
    return thrown;
  }
}

test("a server that is not there, and a disk that is full, are away; a wrong query is not", async () => {
  await using nobody = openPostgres("postgres://nobody@127.0.0.1:1/none");
  const refused = await errorOf(() => nobody.read.selectFrom("hosts").select("host").execute());
  expect(isAway(refused)).toBe(true);
  using sqlite = new DatabaseSync(await scratchFile());
  sqlite.exec("create table t (x text); pragma max_page_count = 3");
  const full = await errorOf(() => sqlite.exec("insert into t select hex(randomblob(20000))"));
  expect(isAway(full)).toBe(true);
  expect(isAway(await errorOf(() => sqlite.exec("select nothing")))).toBe(false);
  expect(isAway(undefined)).toBe(false);
});

test("while the database is away every caller is told when to try again, and learns nothing else", async () => {
  await using control = await startControl();
  const token = await control.token(["links.read"]);
  await using nobody = openPostgres("postgres://secret-name@127.0.0.1:1/none");
  await using away = await startControl({ override: { db: nobody, log: control.deps.log } });
  const client = away.client({ authorization: `Bearer ${token.text}` });
  const answer = await client.get("/v2/public/handles/acme/links");
  expect(answer).toMatchObject({ status: 503, body: { error: "unavailable" } });
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(JSON.stringify(answer.body)).not.toMatch(/secret-name|127\.0\.0\.1|ECONN/);
});
