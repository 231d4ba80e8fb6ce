import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from "@clickhouse/client";
import type { Ask } from "./link.ts";

/** All rows by the client's own way to any ClickHouse. */
export const askClient =
  (client: ClickHouseClient): Ask =>
  async (query, params, signal) => {
    const result = await client.query({
      query,
      query_params: { ...params },
      format: "JSONEachRow",
      clickhouse_settings: { wait_end_of_query: 1 },
      ...(signal && { abort_signal: signal }),
    });
    return result.text();
  };

/** The same two clients whatever they are connected to. Our own log says what fails, once. */
export function clickhouseClients(
  connection: (connectionsMax: number) => ClickHouseClientConfigOptions,
  settings: ClickHouseSettings = {},
) {
  const common: ClickHouseClientConfigOptions = {
    application: "switchyard",
    request_timeout: 120_000,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0, ...settings },
  };
  return {
    reader: createClient({ ...common, ...connection(16) }),
    writer: createClient({ ...common, ...connection(4) }),
  };
}
