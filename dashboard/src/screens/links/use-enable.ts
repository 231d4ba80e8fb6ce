import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyFailed } from "#parts/notify.ts";
import { isShort } from "./links-query.ts";

type Page = { readonly links: readonly Schemas["Link"][]; readonly nextToken: string | null };
type Change = { readonly slug: string; readonly enabled: boolean };

/** Switches a link, shown at once and taken back where the server refuses. */
export function useEnable(handle: string) {
  const queries = useQueryClient();
  const list = { queryKey: ["links", handle, "list"] };
  return useMutation({
    mutationFn: ({ slug, enabled }: Change) =>
      ask(
        api.PUT("/v2/handles/{handle}/links/{slug}", {
          params: { path: { handle, slug } },
          body: { enabled },
        }),
      ),
    onMutate: async ({ slug, enabled }) => {
      await queries.cancelQueries(list);
      const before = queries.getQueriesData<InfiniteData<Page>>(list);
      queries.setQueriesData<InfiniteData<Page>>(list, (data) => data && switched(data, slug, enabled));
      return before;
    },
    onError: (cause, _, before) => {
      for (const [key, data] of before ?? []) queries.setQueryData(key, data);
      notifyFailed(cause);
    },
    // What the server says of it takes its place, since a long list is not asked for anew.
    onSuccess: (link) => queries.setQueriesData<InfiniteData<Page>>(list, (data) => data && put(data, link)),
    onSettled: () =>
      queries.invalidateQueries({
        queryKey: ["links", handle],
        predicate: ({ queryKey, state }) => queryKey[2] !== "list" || isShort(state.data),
      }),
  });
}

const switched = (data: InfiniteData<Page>, slug: string, enabled: boolean): InfiniteData<Page> =>
  changed(data, slug, (link) => ({ ...link, enabled }));

const put = (data: InfiniteData<Page>, saved: Schemas["Link"]): InfiniteData<Page> =>
  changed(data, saved.slug, () => saved);

type Changing = (link: Schemas["Link"]) => Schemas["Link"];

const changed = (data: InfiniteData<Page>, slug: string, change: Changing): InfiniteData<Page> => ({
  ...data,
  pages: data.pages.map((page) =>
    page.links.some((link) => link.slug === slug)
      ? { ...page, links: page.links.map((link) => (link.slug === slug ? change(link) : link)) }
      : page,
  ),
});
