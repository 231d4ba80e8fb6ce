import { queryOptions } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { askVersioned, type Versioned } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";

/** Who works in a handle, as of a version. */
export type Team = Versioned<Schemas["Collaborators"]>;
/** One of them; the owner is not among them. */
export type Member = Schemas["Collaborators"]["collaborators"][number];

/** The owner and the collaborators of a handle. */
export const teamQuery = (handle: string) =>
  queryOptions({
    queryKey: ["team", handle],
    queryFn: ({ signal }) =>
      askVersioned(api.GET("/v2/handles/{handle}/collaborators", { params: { path: { handle } }, signal })),
  });
