import { useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import type { RuleSource } from "#parts/use-rules.ts";
import { useHandle } from "#shell/use-handle.ts";
import { bodyOfSaved, type Rule } from "./personal-form.ts";
import { personalQuery } from "./personal-query.ts";

const PATH = "/v2/handles/{handle}/personalization-rules/{ruleId}";

/** The personalization rules of the handle, and the ways to write them. */
export function usePersonalSource(): RuleSource<Rule, Schemas["PersonalizationRuleChange"]> {
  const handle = useHandle();
  const queries = useQueryClient();
  return {
    bodyOf: bodyOfSaved,
    read: async () => (await queries.fetchQuery({ ...personalQuery(handle), staleTime: 0 })).rules,
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
    settled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["personalization", handle] }),
        queries.invalidateQueries({ queryKey: ["links", handle, "preview"] }),
      ]),
  };
}
