import { plainText } from "#platform/csv/cell-text.ts";
import { booleanOf, valueOfCell } from "./cell-value.ts";
import { LINK_COLUMNS, type LinkColumn } from "./link-columns.ts";

/** A link as it is put together from the cells of a row, before anything of it is checked. */
export type Draft = Record<string, unknown>;

/** Puts what a cell says into the draft. */
export type Setter = (draft: Draft, cell: string) => void;

/** Alike however they are spelt: `Long URL`, `long_url` and `longUrl` are one column. */
export const columnKey = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, "");

const setterOf =
  ({ field, part, kind }: LinkColumn): Setter =>
  (draft, cell) => {
    const value = valueOfCell(part ?? field, kind, cell);
    if (value === undefined) return;
    if (part === undefined || (field === "healthCheck" && value === null)) draft[field] = value;
    else draft[field] = { ...(draft[field] as object | undefined), [part]: value };
  };

/** The columns that an export has, and `password`, which none has. An empty cell clears its field. */
export const OWN_COLUMNS: ReadonlyMap<string, Setter> = new Map<string, Setter>([
  ["slug", fill("slug", plainText)],
  ...LINK_COLUMNS.map((column) => [columnKey(column.name), setterOf(column)] as const),
  ["password", fill("password", (cell) => (cell === "" ? undefined : plainText(cell)))],
  ["passwordprotected", fill("passwordProtected", booleanOf)],
]);

function fill(field: string, valueIn: (cell: string) => unknown): Setter {
  return (draft, cell) => {
    draft[field] = valueIn(cell);
  };
}
