import { rowKey } from "#parts/row-key.ts";

/** A variable as it is typed; `key` only tells rows apart. */
export type EnvRow = { readonly key: string; readonly name: string; readonly value: string };

/** The variables of a script as rows. */
export const rowsOf = (env: Readonly<Record<string, string>>): EnvRow[] =>
  Object.entries(env).map(([name, value]) => ({ key: rowKey(), name, value }));

/** What the API is sent of them; a row without a name and a value is none. */
export const envOf = (rows: readonly EnvRow[]): Record<string, string> =>
  Object.fromEntries(
    rows.filter(({ name, value }) => name !== "" || value !== "").map(({ name, value }) => [name, value]),
  );

/** What is wrong with a row, before the server says so: one of two of the same name would silently be lost. */
export function rowProblem(rows: readonly EnvRow[], { name, value }: EnvRow): "name" | "twice" | undefined {
  if (name === "" && value === "") return undefined;
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name)) return "name";
  return rows.filter((one) => one.name === name).length > 1 ? "twice" : undefined;
}
