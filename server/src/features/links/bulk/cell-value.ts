import { AppError } from "#kernel/errors.ts";
import { guardText, plainText } from "#platform/csv/cell-text.ts";
import type { CellKind } from "./link-columns.ts";

const SEPARATORS = /[,;|]/;

/** Fields that always have a value: nothing in their cell leaves it as it is, where it clears every other. */
const KEPT = new Set([
  "destinationUrl",
  "enabled",
  "redirectType",
  "forwardQuery",
  "mode",
  "appendContextParam",
]);

/**
 * What a cell of the field (or part) `name` says, as the JSON of the API; `undefined` says nothing. What it cannot read
 * stays text, for the schema to refuse. Throws for JSON that is none.
 */
export function valueOfCell(name: string, kind: CellKind, cell: string): unknown {
  if (cell === "") return KEPT.has(name) ? undefined : kind === "labels" ? [] : null;
  switch (kind) {
    case "text":
      return plainText(cell);
    case "boolean":
      return booleanOf(cell);
    case "number":
      return numberOf(cell);
    case "labels":
      return labelsOf(cell);
    case "json":
      return jsonOf(name, cell);
  }
}

/** As spreadsheets and databases write them. */
export function booleanOf(cell: string): boolean | string {
  if (/^(?:true|yes|1)$/i.test(cell)) return true;
  return /^(?:false|no|0)$/i.test(cell) ? false : cell;
}

export const numberOf = (cell: string): number | string =>
  /^\d{1,15}(?:\.0+)?$/.test(cell) ? Number(cell) : cell;

/** Separated by commas, semicolons or bars; a JSON list where a label has one of these in it. */
export function labelsOf(cell: string): unknown[] {
  const plain = plainText(cell);
  if (plain.startsWith("[")) {
    const list = parsed(plain);
    if (Array.isArray(list)) return list.map((one) => (isNamed(one) ? one.name : one));
  }
  return plain
    .split(SEPARATORS)
    .map((label) => label.trim())
    .filter((label) => label !== "");
}

/** The cell that `labelsOf` reads back as these. */
export function labelsCell(labels: readonly string[]): string {
  if (labels.length === 0) return "";
  const isPlain = labels.every((label) => !SEPARATORS.test(label)) && !labels[0]?.startsWith("[");
  return guardText(isPlain ? labels.join("|") : JSON.stringify(labels));
}

const isNamed = (value: unknown): value is { readonly name: string } =>
  typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";

function jsonOf(name: string, cell: string): unknown {
  const value = parsed(cell);
  if (value !== undefined) return value;
  const message = "The cell is not JSON.";
  throw new AppError("invalid_payload", `${name}: ${message}`, {
    details: { details: [{ path: name, message }] },
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
