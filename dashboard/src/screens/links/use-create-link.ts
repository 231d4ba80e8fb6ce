import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Schemas } from "#api/schemas.ts";
import { createLink } from "#parts/create-link.ts";
import { useHandle } from "#shell/use-handle.ts";

type Creating = { readonly slug: string; readonly body: Schemas["LinkChange"] };

/** Makes a link, and knows it from then on. */
export function useCreateLink(onCreated: (created: Schemas["Link"]) => unknown) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, body }: Creating) => createLink(handle, slug, body),
    onSuccess: async (created) => {
      queries.setQueryData(["links", handle, "one", created.slug], created);
      await onCreated(created);
      await queries.invalidateQueries({ queryKey: ["links", handle] });
    },
  });
}
