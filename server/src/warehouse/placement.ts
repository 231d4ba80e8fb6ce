/**
 * Where the tables are. On one server, or embedded, `events` holds the rows. On a cluster `events_local` does, on the shard
 * of each row's handle, and `events` is the way to all of them: what reads and inserts says `events` in either case.
 */
export type Placement = {
  readonly isCluster: boolean;
  /** What a statement that changes rows or parts names after `alter table`. */
  readonly rowsTable: string;
  /** Begun and unfinished changes of rows, wherever they run: a table expression and its condition. */
  readonly mutations: string;
  /** A migration's statement as the statements that do the same here. Throws for one whose meaning on a cluster is unknown. */
  readonly ddl: (statement: string) => readonly string[];
};

const ON_ONE_SERVER: Placement = {
  isCluster: false,
  rowsTable: "events",
  mutations: "system.mutations where table = 'events'",
  ddl: (statement) => [statement],
};

export const placementOf = (cluster: string | undefined): Placement =>
  cluster === undefined ? ON_ONE_SERVER : onCluster(cluster);

/** The documented pattern: macros that every server of a cluster defines for itself. */
const SHARD_PATH = "'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'";
/** One table for the whole cluster: each server is a replica of it, whatever its shard. */
const COMMON_PATH = "'/clickhouse/tables/common/{database}/{table}', '{shard}-{replica}'";
/**
 * A segment is recognised by its token for a week. By default it would be for an hour: an outage that begins between an
 * insert and its answer, and lasts longer, would count that segment twice.
 */
const TOKENS = "replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800";
const ONE_SERVER_TOKENS = /non_replicated_deduplication_window = \d+/;

const CREATE_EVENTS = /^create table if not exists events\s*(\([\s\S]*\))\s*(partition by[\s\S]*)$/;
const CREATE_COMMON = /^create table if not exists (schema_migrations) (\([\s\S]*\)) (order by name)$/;
/** Of a table without rows of its own: what its columns are called and what they are, not how they are written. */
const ALTER_COLUMNS = /^alter table events\s+((?:add|modify|drop) column[\s\S]*)$/;
/** How rows are kept, and what is written anew of them, is a matter of where they are. */
const ALTER_ROWS = /^alter table events\s+((?:modify setting|materialize column) [\s\S]*)$/;
const CODEC = / codec\((?:[^()]|\([^()]*\))*\)/g;

function onCluster(cluster: string): Placement {
  const everywhere = `on cluster '${cluster}'`; // Its name has been checked where it was read.

  function ddl(text: string): readonly string[] {
    const statement = withoutComments(text);
    const [, columns, rest = ""] = CREATE_EVENTS.exec(statement) ?? [];
    if (columns !== undefined && ONE_SERVER_TOKENS.test(rest)) {
      return [
        `create table if not exists events_local ${everywhere}\n${columns}\nengine = ReplicatedMergeTree(${SHARD_PATH})\n${rest.replace(ONE_SERVER_TOKENS, TOKENS)}`,
        `create table if not exists events ${everywhere} as events_local\nengine = Distributed('${cluster}', currentDatabase(), 'events_local', cityHash64(handleId))`,
      ];
    }
    const [, name, fields, order] = CREATE_COMMON.exec(statement) ?? [];
    if (name !== undefined) {
      return [
        `create table if not exists ${name} ${everywhere} ${fields}\nengine = ReplicatedMergeTree(${COMMON_PATH})\n${order}`,
      ];
    }
    const [, ofRows] = ALTER_ROWS.exec(statement) ?? [];
    if (ofRows !== undefined) return [`alter table events_local ${everywhere} ${ofRows}`];
    const [, change] = ALTER_COLUMNS.exec(statement) ?? [];
    if (change === undefined) throw new Error(`What this means on a cluster is not known: ${statement}`);
    // First where the rows are: the other way round a query could ask a shard for a column that it has not.
    return [
      `alter table events_local ${everywhere} ${change}`,
      `alter table events ${everywhere} ${change.replace(CODEC, "")}`,
    ];
  }

  return {
    isCluster: true,
    rowsTable: `events_local ${everywhere}`,
    mutations: `clusterAllReplicas('${cluster}', system.mutations) where table = 'events_local'`,
    ddl,
  };
}

const withoutComments = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !line.startsWith("--"))
    .join("\n")
    .trim();
