import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

export type LinkSort = "slug" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
export type LinkFilter = {
  readonly q: string;
  readonly tag: string;
  readonly enabled: "" | "true" | "false";
  readonly sort: LinkSort;
};

const PAGES_ASKED_ANEW_MAX = 10;

/** Whether a list may be asked for anew: of one that somebody has scrolled far through, each page would be. */
export const isShort = (list: unknown): boolean =>
  ((list as { readonly pages?: readonly unknown[] } | undefined)?.pages?.length ?? 0) <= PAGES_ASKED_ANEW_MAX;

/** Links that fit a filter, a hundred at a time, found and sorted by the server. */
export const linksQuery = (handle: string, { q, tag, enabled, sort }: LinkFilter) =>
  infiniteQueryOptions({
    queryKey: ["links", handle, "list", { q, tag, enabled, sort }],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const chosen = { ...(q && { q }), ...(tag && { tag }), ...(enabled && { enabled }) };
      const query = { ...chosen, sort, limit: 100, ...(pageParam && { nextToken: pageParam }) };
      return ask(api.GET("/v2/handles/{handle}/links", { params: { path: { handle }, query }, signal }));
    },
    getNextPageParam: ({ nextToken }) => nextToken ?? undefined,
    // Else each page that comes is compared with all that are there, field by field.
    structuralSharing: false,
    refetchOnWindowFocus: ({ state }) => isShort(state.data),
  });

/** One link, as it is saved. */
export const linkQuery = (handle: string, slug: string) =>
  queryOptions({
    queryKey: ["links", handle, "one", slug],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/links/{slug}", { params: { path: { handle, slug } }, signal })),
  });
