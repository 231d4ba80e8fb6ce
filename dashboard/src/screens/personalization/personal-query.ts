import { queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

/** The rules for all links of a handle, in the order in which they are asked. */
export const personalQuery = (handle: string) =>
  queryOptions({
    queryKey: ["personalization", handle],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/personalization-rules", { params: { path: { handle } }, signal })),
  });
