import { formatBytes, formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";

/** How many files, and how much they are together. */
export const filesText = (count: number, bytes: number): string =>
  t(count === 1 ? "sites.files.one" : "sites.files", {
    count: formatNumber(count),
    size: formatBytes(bytes),
  });
