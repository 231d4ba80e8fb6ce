import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { useHandle } from "#shell/use-handle.ts";

type Creating = { readonly slug: string; readonly body: Schemas["LinkChange"] };

/** Makes a link, under a slug of the program's where none is wanted; never over one that is there. */
export function useCreateLink(onCreated: (created: Schemas["Link"]) => unknown) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, body }: Creating) => create(handle, slug, body),
    onSuccess: async (created) => {
      queries.setQueryData(["links", handle, "one", created.slug], created);
      await onCreated(created);
      await queries.invalidateQueries({ queryKey: ["links", handle] });
    },
  });
}

function create(handle: string, slug: string, body: Schemas["LinkChange"]) {
  if (slug === "") {
    return ask(
      api.POST("/v2/handles/{handle}/links", {
        params: { path: { handle } },
        body: body as Schemas["CreateLink"],
      }),
    );
  }
  return ask(
    api.PUT("/v2/handles/{handle}/links/{slug}", {
      params: { path: { handle, slug } },
      body,
      headers: { "if-none-match": "*" },
    }),
  );
}
