import { connectPostgres } from "./connect-postgres.ts";
import { quoted } from "./snapshot.ts";

/** Removes these tables of a PostgreSQL database and no others, all or none. For those that are known to be empty. */
export async function dropTables(url: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const client = await connectPostgres(url);
  try {
    await client.query(`drop table ${names.map(quoted).join(", ")}`);
  } finally {
    await client.end();
  }
}
