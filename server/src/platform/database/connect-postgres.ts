import { Client, type ClientConfig } from "pg";

/** Beyond it a server that accepts and stays silent is one that is not there. */
const CONNECT_MS_MAX = 10_000;

/** Finds a line that is dead though nobody said so, where nothing was asked over it. */
export const KEPT_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

/** One connection beside the pool. When it is lost, whatever is asked of it fails, and nothing else. */
export async function connectPostgres(url: string, config: ClientConfig = {}): Promise<Client> {
  const client = new Client({
    ...{ connectionString: url, connectionTimeoutMillis: CONNECT_MS_MAX },
    ...KEPT_ALIVE,
    ...config,
  });
  // Told besides to whoever listens, and to Node, which ends the program where nobody does.
  client.on("error", () => {});
  await client.connect();
  return client;
}
