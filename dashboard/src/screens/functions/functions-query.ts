import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";

const PATH = "/v2/handles/{handle}/function-bindings";

/** The functions of a handle, by their keys. */
export const functionsQuery = (handle: string) =>
  queryOptions({
    queryKey: ["functions", handle],
    queryFn: ({ signal }) => ask(api.GET(PATH, { params: { path: { handle } }, signal })),
  });

/** One function. */
export const functionQuery = (handle: string, bindingKey: string) =>
  queryOptions({
    queryKey: ["functions", handle, bindingKey],
    queryFn: ({ signal }) =>
      ask(api.GET(`${PATH}/{bindingKey}`, { params: { path: { handle, bindingKey } }, signal })),
  });

/** The calls of a function, newest first; looked at again every few seconds while they are shown. */
export const callsQuery = (handle: string, bindingKey: string) =>
  infiniteQueryOptions({
    queryKey: ["functions", handle, bindingKey, "calls"],
    refetchInterval: 5000,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam && { nextToken: pageParam }) };
      const params = { path: { handle, bindingKey }, query };
      return ask(api.GET(`${PATH}/{bindingKey}/invocations`, { params, signal }));
    },
    getNextPageParam: ({ nextToken }) => nextToken ?? undefined,
  });
