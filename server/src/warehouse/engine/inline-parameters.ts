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
    return value === undefined ? whole : `CAST(${literal(value)}, ${quoted(type)})`;
  });

function literal(value: Parameter): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return String(value);
}
