import { types } from "pg";

/** bigint arrives as text by default. Ours are times, counts and flags, all far below 2^53. */
export const bigintAsNumber: typeof types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as "text");
