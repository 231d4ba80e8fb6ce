import { useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { RuleSource } from "#parts/use-rules.ts";
import { useHandle } from "#shell/use-handle.ts";
import { type Body, bodyOfSaved, type Rule } from "./chain-form.ts";
import { chainRulesQuery } from "./chain-query.ts";

const PATH = "/v2/handles/{handle}/chain-rules/{ruleId}";

/** The chain rules of the handle, and the ways to write them. */
export function useChainSource(): RuleSource<Rule, Body> {
  const handle = useHandle();
  const queries = useQueryClient();
  return {
    bodyOf: bodyOfSaved,
    read: () => queries.fetchQuery({ ...chainRulesQuery(handle), staleTime: 0 }),
    put: (ruleId, body, version) =>
      ask(
        api.PUT(PATH, {
          params: { path: { handle, ruleId } },
          body,
          headers: version === undefined ? {} : { "if-match": `"${version}"` },
        }),
      ),
    remove: ({ ruleId, version }) =>
      ask(
        api.DELETE(PATH, {
          params: { path: { handle, ruleId } },
          headers: { "if-match": `"${version}"` },
        }),
      ),
    settled: () => queries.invalidateQueries({ queryKey: ["chain", handle] }),
  };
}
