import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { onPostgres, scratchFile } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { startListener } from "#testing/start-listener.ts";
import { isAway } from "./is-away.ts";
import { openPostgres } from "./postgres.ts";
import { WRITE } from "./write.ts";

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

test("a server that accepts and stays silent is away once the time for a connection is over", async () => {
  const { port } = await startListener("127.0.0.1", () => {});
  await using silent = openPostgres(`postgres://nobody@127.0.0.1:${port}/none`, { connectionMsMax: 50 });
  const late = await errorOf(() => silent.read.selectFrom("hosts").select("host").execute());
  expect(isAway(late), String(late)).toBe(true);
});

onPostgres((locate) => {
  test("whoever finds all connections taken for too long is told the same, and is served once one is free", async () => {
    await using db = openPostgres(await locate(), { connectionMsMax: 3_000 });
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let open = 0;
    const hold = () =>
      db[WRITE](async (tx) => {
        await tx.selectFrom("hosts").select("host").execute();
        open += 1;
        await released;
      });
    const held = Array.from({ length: 10 }, hold);
    await expect.poll(() => open).toBe(10);
    const read = () => db.read.selectFrom("hosts").select("host").execute();
    const refused = await errorOf(read);
    expect(isAway(refused), String(refused)).toBe(true);
    release();
    await Promise.all(held);
    expect(await read()).toEqual([]);
  });
});
