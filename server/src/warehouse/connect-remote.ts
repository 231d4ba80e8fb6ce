import { clickhouseClients } from "./clickhouse-clients.ts";
import type { Connect } from "./link.ts";

/** A ClickHouse that somebody else runs: `http(s)://user:password@host:port/database`. */
export function connectRemote(url: string): Connect {
  return async (signal) => {
    const clients = clickhouseClients((max_open_connections) => ({ url, max_open_connections }));
    const close = async () => {
      await Promise.all([clients.reader.close(), clients.writer.close()]);
    };
    const pong = await clients.writer.ping({ select: true, abort_signal: signal });
    if (pong.success) {
      return { ...clients, pid: undefined, lost: new Promise(() => {}), [Symbol.asyncDispose]: close };
    }
    await close();
    throw pong.error;
  };
}
