import type { LinkFields } from "#features/links/link.ts";
import { listLinks } from "#features/links/list-store.ts";
import type { Slug } from "#features/links/slug.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { csvCell, guardText } from "#platform/csv/cell-text.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { labelsCell } from "./cell-value.ts";
import { LINK_COLUMNS, type LinkColumn } from "./link-columns.ts";

const PAGE_SIZE = 500;

export type ExportFormat = "csv" | "ndjson";

type Exported = LinkFields & { readonly slug: Slug };

/**
 * Every link of the handle in the order of slugs, a page at a time and only as fast as it is read. Written so that an
 * import makes the same links of it; of a password it says only that there is one.
 */
export function exportLinks(
  deps: ControlDeps,
  { handleId }: HandleActor,
  format: ExportFormat,
): ReadableStream<Uint8Array> {
  const { head, line } = format === "csv" ? { head: CSV_HEAD, line: csvLine } : { head: "", line: jsonLine };
  return ReadableStream.from(pages(deps, handleId, head, line));
}

async function* pages(
  { db }: ControlDeps,
  handleId: string,
  head: string,
  line: (link: Exported) => string,
): AsyncGenerator<Uint8Array> {
  if (head !== "") yield Buffer.from(head);
  let after: { readonly slug: Slug; readonly at: number } | undefined;
  for (;;) {
    const links = await listLinks(db.read, handleId, {}, "slug", after, PAGE_SIZE);
    const last = links.at(-1);
    if (last === undefined) return;
    yield Buffer.from(links.map(({ link }) => line(link)).join(""));
    if (links.length < PAGE_SIZE) return;
    after = { slug: last.link.slug, at: 0 };
  }
}

const PROTECTED = "passwordProtected";
const CSV_HEAD = `${["slug", ...LINK_COLUMNS.map(({ name }) => name), PROTECTED].join(",")}\r\n`;

function csvLine(link: Exported): string {
  const cells = [guardText(link.slug), ...LINK_COLUMNS.map((column) => cellOf(link, column))];
  return `${[...cells, String(link.passwordHash !== null)].map(csvCell).join(",")}\r\n`;
}

function cellOf(link: Exported, { field, part, kind }: LinkColumn): string {
  const whole: unknown = link[field];
  const value = part === undefined ? whole : (whole as Record<string, unknown> | null)?.[part];
  if (value === null || value === undefined) return "";
  if (kind === "labels") return labelsCell(value as string[]);
  if (kind === "json") return Array.isArray(value) && value.length === 0 ? "" : JSON.stringify(value);
  return kind === "text" ? guardText(String(value)) : String(value);
}

function jsonLine({ slug, passwordHash, ...link }: Exported): string {
  const fields = Object.fromEntries(
    [...new Set(LINK_COLUMNS.map(({ field }) => field))].map((field) => [field, link[field]]),
  );
  return `${JSON.stringify({ slug, ...fields, [PROTECTED]: passwordHash !== null })}\n`;
}
