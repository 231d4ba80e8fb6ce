/** A value as both engines know it. */
export type Value = string | number | null;

/** A table and its columns, in their order. */
export type SnapshotTable = { readonly name: string; readonly columns: readonly string[] };

/** Everything that was committed at one moment, however long it takes to read it. Writers do not wait for it. */
export type Snapshot = AsyncDisposable & {
  readonly dialect: "sqlite" | "postgres";
  /** Each after those that it refers to. */
  readonly tables: readonly SnapshotTable[];
  /** Some rows at a time, each the values of its columns. The text must not come from outside. */
  readonly select: (sql: string) => AsyncIterable<readonly (readonly Value[])[]>;
};

/** How many rows are in memory at once. */
export const ROWS_AT_ONCE = 1_000;

/** As both engines quote a name. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What gives all rows of a table, the values in the order of its columns. */
export const selectAll = ({ name, columns }: SnapshotTable): string =>
  `select ${columns.map(quoted).join(", ")} from ${quoted(name)}`;
