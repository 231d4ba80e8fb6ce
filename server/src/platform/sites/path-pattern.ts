/**
 * A path in which a whole part may be a placeholder (`:name`) and the last may be `*`, for whatever follows. Compiled it
 * tells what stood there, or `null` where the path is another.
 */
export type PathPattern = (path: string) => Readonly<Record<string, string>> | null;

const NAME = /^:[A-Za-z][A-Za-z0-9_]{0,31}$/;

/** What is wrong with a pattern, in words. */
export function faultOfPattern(pattern: string): string | undefined {
  if (!pattern.startsWith("/")) return "a path begins with a slash";
  const parts = pattern.slice(1).split("/");
  const names = parts.filter((part) => part.startsWith(":"));
  if (new Set(names).size < names.length) return "a placeholder stands in it twice";
  if (names.some((name) => !NAME.test(name)))
    return "a placeholder is a colon, a letter, then letters, digits and _";
  if (parts.some((part, at) => part.includes("*") && (part !== "*" || at < parts.length - 1))) {
    return "a * may only be the last part";
  }
  return undefined;
}

/** Compares part by part, so that no path makes it slow. A slash at the end makes no difference. */
export function compilePattern(pattern: string): PathPattern {
  const parts = partsOf(pattern);
  const hasSplat = parts.at(-1) === "*";
  const fixed = hasSplat ? parts.slice(0, -1) : parts;
  return (path) => {
    const given = partsOf(path);
    if (hasSplat ? given.length < fixed.length : given.length !== fixed.length) return null;
    const places: Record<string, string> = Object.create(null);
    for (const [at, part] of fixed.entries()) {
      const stands = given[at] ?? "";
      if (part.startsWith(":")) places[part.slice(1)] = stands;
      else if (part !== stands) return null;
    }
    if (hasSplat) places["splat"] = given.slice(fixed.length).join("/") + (path.endsWith("/") ? "/" : "");
    return places;
  };
}

function partsOf(path: string): readonly string[] {
  const trimmed = path.replace(/^\/+|\/+$/g, "");
  return trimmed === "" ? [] : trimmed.split("/");
}
