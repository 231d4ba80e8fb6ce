import type { Parameter } from "./parse-parameters.ts";
import { quoted } from "./quoted.ts";

const PLACEHOLDER = /\{\s*(\w+)\s*:\s*([^}]+?)\s*\}/g;

/**
 * The statement with its values written out as literals, for the one kind that cannot be bound. Every text is escaped, so
 * that a value stays a value whatever is in it.
 */
export const inlineParameters = (sql: string, parameters: Readonly<Record<string, Parameter>>): string =>
  sql.replaceAll(PLACEHOLDER, (whole, name: string, type: string) => {
    const value = parameters[name];
    if (value === undefined) return whole;
    return isNaturally(value, type) ? literal(value) : `CAST(${literal(value)}, ${quoted(type)})`;
  });

/** What the engine takes a literal for by itself: to be told takes it a tenth of a millisecond each time. */
function isNaturally(value: Parameter, type: string): boolean {
  if (type === "String") return typeof value === "string";
  const isList = Array.isArray(value) && value.length > 0;
  if (type === "Array(String)") return isList && value.every((each) => typeof each === "string");
  if (type === "Array(UInt32)") return isList && value.every(isUInt32);
  return false;
}

/** Smaller ones are of smaller types. */
const isUInt32 = (value: unknown): boolean =>
  typeof value === "number" && Number.isInteger(value) && value >= 2 ** 16 && value < 2 ** 32;

function literal(value: Parameter): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return String(value);
}
