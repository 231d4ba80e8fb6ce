import { parseHost } from "./canonical-host.ts";

/**
 * One host as it stands in an operator's list, or `undefined`; `*.` in front says what holds anyway, that all below it is
 * meant as well.
 */
export const parseListedHost = (entry: string): string | undefined => parseHost(entry.replace(/^\*?\./, ""));
