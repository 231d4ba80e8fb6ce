import { queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Rule } from "./chain-form.ts";

/** Every chain rule, in the order in which they are asked. */
export const chainRulesQuery = (handle: string) =>
  queryOptions({
    queryKey: ["chain", handle, "rules"],
    queryFn: async ({ signal }) => {
      const all: Rule[] = [];
      let nextToken: string | null = null;
      do {
        const query = { limit: 1000, ...(nextToken !== null && { nextToken }) };
        const page: { rules: Rule[]; nextToken: string | null } = await ask(
          api.GET("/v2/handles/{handle}/chain-rules", { params: { path: { handle }, query }, signal }),
        );
        all.push(...page.rules);
        nextToken = page.nextToken;
      } while (nextToken !== null);
      return all;
    },
  });

/** What a session has done. */
export const sessionQuery = (handle: string, sessionId: string) =>
  queryOptions({
    queryKey: ["chain", handle, "session", sessionId],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/chain/{sessionId}", {
          params: { path: { handle, sessionId } },
          signal,
        }),
      ),
  });
