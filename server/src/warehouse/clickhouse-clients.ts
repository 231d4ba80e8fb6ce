import {
  type ClickHouseClientConfigOptions,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from "@clickhouse/client";

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
