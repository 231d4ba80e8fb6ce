import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";

/** Makes a link, under a slug of the program's where none is wanted; never over one that is there. */
export function createLink(
  handle: string,
  slug: string,
  body: Schemas["LinkChange"],
): Promise<Schemas["Link"]> {
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
