import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { askVersioned } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { useHandle } from "#shell/use-handle.ts";
import { type Team, teamQuery } from "./team-query.ts";

type Wanted = Schemas["ReplaceCollaborators"]["collaborators"];

/** Replaces the list as it was seen: what another owner has changed meanwhile is refused, and then shown. */
export function useSaveTeam({ etag }: Team, onSaved: () => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (collaborators: Wanted) =>
      askVersioned(
        api.PUT("/v2/handles/{handle}/collaborators", {
          params: { path: { handle } },
          body: { collaborators },
          headers: { "if-match": etag },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(teamQuery(handle).queryKey, saved);
      onSaved();
    },
    onError: () => queries.invalidateQueries({ queryKey: ["team", handle] }),
  });
}
