import { faultOfPattern } from "./path-pattern.ts";

export const REDIRECT_STATUSES = [200, 301, 302, 303, 307, 308, 404, 410] as const;
export type RedirectStatus = (typeof REDIRECT_STATUSES)[number];

/** One line of `_redirects`. */
export type RedirectRule = {
  readonly from: string;
  /** A path of the site, or the whole of an http(s) URL; `:name` and `:splat` stand for what stood in `from`. */
  readonly to: string;
  readonly status: RedirectStatus;
  /** Also where the site has a file at `from`. */
  readonly isForced: boolean;
};

export type ParsedRules<Rule> = { readonly rules: readonly Rule[]; readonly warnings: readonly string[] };

const RULES_MAX = 2000;
const WARNINGS_MAX = 50;
const LINE_LENGTH_MAX = 2000;

/**
 * Reads a `_redirects` file. A line that asks for what there is not here (fetching from elsewhere, conditions, parameters of
 * the query) is left out and told of; it can never make the others mean something else.
 */
export function parseRedirects(text: string): ParsedRules<RedirectRule> {
  const rules: RedirectRule[] = [];
  const warnings: string[] = [];
  for (const [at, line] of text.split(/\r\n|\r|\n/).entries()) {
    const content = line.replace(/(?:^|\s)#.*$/, "").trim();
    if (content === "") continue;
    const parsed = rules.length < RULES_MAX ? parseLine(content) : `more than ${RULES_MAX} rules`;
    if (typeof parsed !== "string") rules.push(parsed);
    else if (warnings.length < WARNINGS_MAX)
      warnings.push(`_redirects, line ${at + 1}: ${parsed}; left out.`);
  }
  return { rules, warnings };
}

function parseLine(line: string): RedirectRule | string {
  if (line.length > LINE_LENGTH_MAX) return "the line is too long";
  const [from = "", to = "", status = "301", ...more] = line.split(/\s+/);
  if (to === "") return "it needs a path and where that leads";
  if (more.length > 0) return "conditions are not supported";
  const isForced = status.endsWith("!");
  const number = Number(isForced ? status.slice(0, -1) : status) as RedirectStatus;
  if (!REDIRECT_STATUSES.includes(number)) return `the status must be one of ${REDIRECT_STATUSES.join(", ")}`;
  const fault = faultOfPattern(from) ?? faultOfTarget(to, number);
  return fault ?? { from, to, status: number, isForced };
}

/** Placeholders may not be part of the host: where a rule leads is for whoever wrote it to say, not for a visitor. */
const ELSEWHERE = /^https?:\/\/[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?(?:[/?#]|$)/;

function faultOfTarget(to: string, status: RedirectStatus): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u0020\u007f\\]/.test(to)) return "where it leads has a character in it that no URL has";
  if (to.startsWith("/") && !to.startsWith("//")) return undefined;
  if ([200, 404, 410].includes(status))
    return `${status} needs a path of this site; fetching from elsewhere is not supported`;
  return ELSEWHERE.test(to) && URL.canParse(to)
    ? undefined
    : "it must lead to a path, or to an http(s) URL with a fixed host";
}
