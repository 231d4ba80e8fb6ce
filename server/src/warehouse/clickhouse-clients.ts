import { type ClickHouseClientConfigOptions, ClickHouseLogLevel, createClient } from "@clickhouse/client";

/** The same two clients whatever they are connected to. Our own log says what fails, once. */
export function clickhouseClients(connection: (connectionsMax: number) => ClickHouseClientConfigOptions) {
  const common: ClickHouseClientConfigOptions = {
    application: "switchyard",
    request_timeout: 120_000,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  };
  return {
    reader: createClient({ ...common, ...connection(16) }),
    writer: createClient({ ...common, ...connection(4) }),
  };
}
