import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** Who is signed in, and where they may act. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => ask(api.GET("/v2/auth/me", { signal })),
});

/** The same for a component. */
export const useMe = () => useQuery(meQuery).data;
