import { queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** Every domain of whoever is signed in, whatever handle they look at. */
export const domainsQuery = queryOptions({
  queryKey: ["domains"],
  queryFn: ({ signal }) =>
    ask(api.GET("/v2/account/domains", { params: { query: { limit: 1000 } }, signal })),
});

/** One of them; looked at again while DNS is waited for. */
export const domainQuery = (domain: string) =>
  queryOptions({
    queryKey: ["domains", domain],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/account/domains/{domain}", { params: { path: { domain } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === "ACTIVE" ? false : 10_000),
  });
