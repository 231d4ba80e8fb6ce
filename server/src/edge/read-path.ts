import type { CompiledPolicy } from "#platform/routing/compile-policy.ts";
import type { Target } from "./parse-target.ts";

/** Which link a path asks for; with a `+` behind it, to look where it leads. */
export type Asked = {
  readonly slug: string;
  readonly places: Readonly<Record<string, string>> | null;
  readonly isPreview: boolean;
};

const SLUG = /^[A-Za-z0-9_-]{4,24}$/;
const PAGE_SLUG = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Whether it could be a link's, so that a visit of it is worth recording though nothing is there. */
export const isLinkSlug = (slug: string): boolean => SLUG.test(slug);

/** For a path that can be no link's: the page that it may name. */
export function readPagePath({ path }: Target): Asked | undefined {
  const slug = path.slice(1);
  return PAGE_SLUG.test(slug) ? { slug, places: null, isPreview: false } : undefined;
}

/** `undefined` for a path that can be no link's. */
export function readPath({ path, written }: Target, { matchPath }: CompiledPolicy): Asked | undefined {
  if (path.includes("/", 1)) {
    const match = matchPath(written);
    return match && { ...match, isPreview: false };
  }
  const isPreview = path.endsWith("+");
  const slug = path.slice(1, isPreview ? -1 : undefined);
  return SLUG.test(slug) ? { slug, places: null, isPreview } : undefined;
}
