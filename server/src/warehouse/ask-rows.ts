import type { Link } from "./link.ts";
import { rowsOf } from "./rows-of.ts";

/** All rows of a query, over a link by itself. */
export const askRows = async <Row>(
  { ask }: Link,
  sql: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<Row[]> => rowsOf<Row>(await ask(sql, params, undefined));
