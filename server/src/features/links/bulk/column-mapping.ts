import { AppError } from "#kernel/errors.ts";
import { columnKey, type Draft, OWN_COLUMNS, type Setter } from "./own-columns.ts";
import { type FormatName, VENDOR_FORMATS, type VendorFormat } from "./vendor-formats.ts";
import { rule } from "./vendor-setters.ts";

export type ColumnMapping = {
  readonly format: FormatName;
  /** As the file writes them: columns of which nothing is kept. */
  readonly ignoredColumns: string[];
  readonly draftOf: (row: readonly string[]) => Draft;
};

type Step = { readonly index: number; readonly set: Setter };

const SHOWN_LENGTH = 100;
const COLUMNS_SHOWN = 20;

/** Whose export a file is, and what its columns say; throws for one whose columns name no link. */
export function mapColumns(header: readonly string[]): ColumnMapping {
  const keys = header.map(columnKey);
  requireDistinct(header, keys);
  const vendor = vendorOf(new Set(keys));
  const isNaming = keys.includes("slug") || keys.includes("destinationurl");
  if (vendor === undefined && !isNaming) throw namesNoLink(header);
  const steps = stepsOf(keys, vendor);
  const used = new Set(steps.map(({ index }) => index));
  return {
    format: vendor?.name ?? "switchyard",
    ignoredColumns: header.filter((name, index) => name !== "" && !used.has(index)).map(shorten),
    draftOf: vendor === undefined ? ownDraft(steps) : vendorDraft(steps),
  };
}

/** A file with our two own columns is ours, whatever else it has. */
function vendorOf(keys: ReadonlySet<string>): VendorFormat | undefined {
  if (keys.has("slug") && keys.has("destinationurl")) return undefined;
  return VENDOR_FORMATS.find(({ signs }) => signs.some((sign) => sign.every((key) => keys.has(key))));
}

/** The vendor's columns in the order of its table, then those that are ours. */
function stepsOf(keys: readonly string[], vendor: VendorFormat | undefined): readonly Step[] {
  const columns = vendor?.columns ?? {};
  const order = Object.keys(columns);
  const theirs = order.flatMap((key) => stepAt(keys.indexOf(key), columns[key]));
  const others = keys.flatMap((key, index) => {
    if (Object.hasOwn(columns, key) || vendor?.ignores?.includes(key)) return [];
    return stepAt(index, countryColumn(key, vendor) ?? OWN_COLUMNS.get(key));
  });
  return [...theirs, ...others];
}

const stepAt = (index: number, set: Setter | undefined): Step[] =>
  index === -1 || set === undefined ? [] : [{ index, set }];

/** Dub writes a column for each country that has a destination of its own. */
function countryColumn(key: string, vendor: VendorFormat | undefined): Setter | undefined {
  const [, code] = /^geo\.([a-z]{2})$/.exec(key) ?? [];
  if (vendor?.name !== "dub" || code === undefined) return undefined;
  const country = code.toUpperCase();
  return rule(`country-${country}`, { countryIn: [country] });
}

const ownDraft = (steps: readonly Step[]) => (row: readonly string[]) => {
  const draft: Draft = {};
  for (const { index, set } of steps) {
    const cell = row[index];
    if (cell !== undefined) set(draft, cell);
  }
  return draft;
};

/** In a file of another's an empty cell says nothing, nor does the word that stands for none. */
const vendorDraft = (steps: readonly Step[]) => (row: readonly string[]) => {
  const draft: Draft = {};
  for (const { index, set } of steps) {
    const cell = row[index]?.trim() ?? "";
    if (cell !== "" && !/^(?:null|undefined)$/i.test(cell)) set(draft, cell);
  }
  return draft;
};

function requireDistinct(header: readonly string[], keys: readonly string[]): void {
  const twice = keys.findIndex((key, index) => key !== "" && keys.indexOf(key) < index);
  if (twice === -1) return;
  throw new AppError("invalid_payload", `Two columns have the name ${shorten(header[twice] ?? "")}.`);
}

function namesNoLink(header: readonly string[]): AppError {
  const found = header.slice(0, COLUMNS_SHOWN).map(shorten).join(", ");
  const message = `No column says where a link leads (destinationUrl, or url) or which it is (slug). Found: ${found}`;
  return new AppError("invalid_payload", message.toWellFormed());
}

const shorten = (name: string) => name.slice(0, SHOWN_LENGTH).toWellFormed();
