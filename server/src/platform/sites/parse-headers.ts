import { validateHeaderValue } from "node:http";
import type { ParsedRules } from "./parse-redirects.ts";
import { faultOfPattern } from "./path-pattern.ts";

/** One block of `_headers`: headers for all paths that are as `path` says. */
export type HeaderRule = {
  readonly path: string;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
};

/**
 * What a site may say about itself. Not among them: cookies, which could be meant for others under the same domain;
 * what frames or measures the message; what our own headers promise; and what outlives the site in the browser.
 */
const ALLOWED = new Set([
  "access-control-allow-credentials",
  "access-control-allow-headers",
  "access-control-allow-methods",
  "access-control-allow-origin",
  "access-control-expose-headers",
  "access-control-max-age",
  "cache-control",
  "content-disposition",
  "content-language",
  "content-security-policy",
  "content-security-policy-report-only",
  "content-type",
  "cross-origin-embedder-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "document-policy",
  "link",
  "origin-trial",
  "permissions-policy",
  "referrer-policy",
  "reporting-endpoints",
  "timing-allow-origin",
  "x-dns-prefetch-control",
  "x-frame-options",
  "x-permitted-cross-domain-policies",
  "x-robots-tag",
  "x-ua-compatible",
]);

const NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
const VALUE_LENGTH_MAX = 4000;
const RULES_MAX = 500;
const HEADERS_MAX = 40;
const WARNINGS_MAX = 50;

/** Reads a `_headers` file. What a site may not say is left out and told of. */
export function parseHeaders(text: string): ParsedRules<HeaderRule> {
  const rules: { path: string; headers: [string, string][] }[] = [];
  const warnings: string[] = [];
  let current: [string, string][] | undefined;
  for (const [at, line] of text.split(/\r\n|\r|\n/).entries()) {
    const content = line.trim();
    if (content === "" || content.startsWith("#")) continue;
    let fault: string | undefined;
    if (/^\s/.test(line)) {
      const parsed = parseHeader(content, current);
      if (typeof parsed === "string") fault = parsed;
      else current?.push(parsed);
    } else {
      fault = rules.length < RULES_MAX ? faultOfPattern(content) : `more than ${RULES_MAX} paths`;
      current = fault === undefined ? [] : undefined;
      if (current !== undefined) rules.push({ path: content, headers: current });
    }
    if (fault !== undefined && warnings.length < WARNINGS_MAX) {
      warnings.push(`_headers, line ${at + 1}: ${fault}; left out.`);
    }
  }
  return { rules: rules.filter(({ headers }) => headers.length > 0), warnings };
}

function parseHeader(line: string, current: readonly unknown[] | undefined): [string, string] | string {
  if (current === undefined) return "it belongs to no path";
  if (current.length >= HEADERS_MAX) return `more than ${HEADERS_MAX} headers of one path`;
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(0, colon)).trim();
  const value = line.slice(colon + 1).trim();
  if (!NAME.test(name)) return "it is no header";
  if (!isAllowed(name.toLowerCase())) return `a site may not set ${name}`;
  if (value === "" || value.length > VALUE_LENGTH_MAX || !isValue(name, value))
    return `${name} has no value that can be sent`;
  return [name, value];
}

/** A header of the site's own invention harms nobody, unless some server gives it a meaning. */
const isAllowed = (name: string): boolean =>
  ALLOWED.has(name) ||
  (name.startsWith("x-") &&
    !/^x-(?:accel-|sendfile|switchyard|content-type-options$|forwarded|request-id$|robots)/.test(name));

function isValue(name: string, value: string): boolean {
  try {
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
