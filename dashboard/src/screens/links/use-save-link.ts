import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { useHandle } from "#shell/use-handle.ts";

type Saving = { readonly slug: string; readonly body: Schemas["LinkChange"] };

/** Saves a link, only as it was seen: a new one over none, and over nothing that somebody else has changed since. */
export function useSaveLink(link: Schemas["Link"] | undefined, onSaved: (saved: Schemas["Link"]) => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, body }: Saving) => {
      if (link === undefined && slug === "") {
        return ask(
          api.POST("/v2/handles/{handle}/links", {
            params: { path: { handle } },
            body: body as Schemas["CreateLink"],
          }),
        );
      }
      const headers =
        link === undefined ? { "if-none-match": "*" as const } : { "if-match": `"${link.version}"` };
      return ask(
        api.PUT("/v2/handles/{handle}/links/{slug}", { params: { path: { handle, slug } }, body, headers }),
      );
    },
    onSuccess: async (saved) => {
      queries.setQueryData(["links", handle, "one", saved.slug], saved);
      onSaved(saved);
      await queries.invalidateQueries({ queryKey: ["links", handle] });
    },
  });
}
