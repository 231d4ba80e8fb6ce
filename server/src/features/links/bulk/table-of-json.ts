import { AppError } from "#kernel/errors.ts";

type Item = Readonly<Record<string, unknown>>;

/** Where the lists of other services' APIs are: Kutt and YOURLS, Bitly, Shlink; Dub answers with the list itself. */
const PLACES = [["data"], ["links"], ["result"], ["shortUrls", "data"]] as const;

/**
 * What another service's API answered, as the table that its export would be: a column for each field, `geo.US` for what lies in
 * an object, and what lies in `meta` without it. Throws 400 where there is no list of objects.
 */
export function tableOfJson(text: string): string {
  const items = itemsOf(parsed(text)).map(flat);
  const columns = [...new Set(items.flatMap((item) => [...item.keys()]))];
  const lines = [columns, ...items.map((item) => columns.map((column) => item.get(column) ?? ""))];
  return lines.map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid_payload", "The file is neither a table nor JSON.", { cause });
  }
}

function itemsOf(answer: unknown): readonly Item[] {
  const found = [answer, ...PLACES.map((place) => at(answer, place))].find(Array.isArray) ?? numbered(answer);
  if (Array.isArray(found) && found.length > 0 && found.every(isItem)) return found;
  throw new AppError("invalid_payload", "The file has no list of links where such an answer has it.");
}

const at = (value: unknown, place: readonly string[]): unknown =>
  place.reduce((inner, key) => (isItem(inner) ? inner[key] : undefined), value);

/** YOURLS names them `link_1`, `link_2` … */
function numbered(answer: unknown): readonly unknown[] | undefined {
  const links = at(answer, ["links"]);
  return isItem(links) ? Object.values(links) : undefined;
}

const isItem = (value: unknown): value is Item =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function flat(item: Item): ReadonlyMap<string, string> {
  const cells = new Map<string, string>();
  for (const [name, value] of Object.entries(item)) {
    if (!isItem(value)) cells.set(name, cellOf(name, value));
    else
      for (const [key, inner] of Object.entries(value))
        cells.set(name === "meta" ? key : `${name}.${key}`, cellOf(key, inner));
  }
  return cells;
}

/** Labels are a list; of any other list the first counts. */
function cellOf(name: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return name === "tags" ? listOf(value) : cellOf(name, value[0]);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const listOf = (labels: readonly unknown[]): string => (labels.length === 0 ? "" : JSON.stringify(labels));

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
