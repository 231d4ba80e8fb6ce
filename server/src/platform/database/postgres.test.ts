import { Client } from "pg";
import { expect, test } from "vitest";
import { onPostgres } from "#testing/engines.ts";
import { openPostgres } from "./postgres.ts";
import { postgresSnapshot } from "./postgres-snapshot.ts";

/** Ends whatever is connected to this database, and waits until it has ended. */
async function endConnections(location: string): Promise<void> {
  const admin = new Client(location);
  await admin.connect();
  const { rows } = await admin.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await admin.end();
  expect(rows.length).toBeGreaterThan(0);
}

onPostgres((locate) => {
  test("a lost connection is replaced, and said once without the client that it was", async () => {
    const location = await locate();
    const said: unknown[][] = [];
    const log = { warn: (...words: unknown[]) => void said.push(words) };
    await using db = openPostgres(location, { log });
    const read = () => db.read.selectFrom("hosts").select("host").execute();
    await Promise.all([read(), read(), read()]);
    await endConnections(location);
    await expect.poll(() => said.length).toBe(1);
    expect(await read()).toEqual([]);
    expect(said).toEqual([
      [
        { code: "57P01", reason: expect.stringContaining("terminating connection") },
        "a connection to the database was lost",
      ],
    ]);
  });

  test("a snapshot whose connection is lost fails what is read from it, and nothing else", async () => {
    const location = await locate();
    await using snapshot = await postgresSnapshot(location);
    await endConnections(location);
    const readAll = async () => {
      for await (const rows of snapshot.select("select host from hosts")) expect(rows).toEqual([]);
    };
    await expect(readAll()).rejects.toThrow();
  });
});
