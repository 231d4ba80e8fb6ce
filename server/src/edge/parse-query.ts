import { unescape as decode } from "node:querystring";
import { encodeBytes } from "./encode-bytes.ts";

/** One `name=value` of a query: as it reads, and as it was written. */
export type Param = { readonly name: string; readonly value: string; readonly written: string };

const NO_PARAMS: readonly Param[] = [];

/** Never throws: what is not UTF-8 reads as U+FFFD. Bytes beyond ASCII are written percent-encoded. */
export function parseQuery(query: string): readonly Param[] {
  if (query === "") return NO_PARAMS;
  const params: Param[] = [];
  for (const written of encodeBytes(query).split("&")) {
    if (written === "") continue;
    const equals = written.indexOf("=");
    const name = equals === -1 ? written : written.slice(0, equals);
    params.push({ name: read(name), value: equals === -1 ? "" : read(written.slice(equals + 1)), written });
  }
  return params;
}

/** The first of that name; empty where there is none. */
export function paramOf(params: readonly Param[], name: string): string {
  for (const param of params) if (param.name === name) return param.value;
  return "";
}

const read = (text: string) => (/[%+]/.test(text) ? decode(text.replaceAll("+", " ")) : text);
