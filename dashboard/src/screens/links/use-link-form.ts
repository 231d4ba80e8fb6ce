import { useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone } from "#parts/notify.ts";
import type { FormMaking, SavedForm } from "#parts/saved-form.ts";
import { useSavedForm } from "#parts/use-saved-form.ts";
import { useHandle } from "#shell/use-handle.ts";
import { linkQuery } from "./links-query.ts";

type Link = Schemas["Link"];

type Making<F> = FormMaking<Link, F> & {
  /** What is to be changed by a form that was made of a base. */
  readonly changeOf: (made: SavedForm<Link, F>) => Schemas["LinkChange"];
  /** Said when it is saved. */
  readonly done: (slug: string) => string;
};

export type SavedLinkForm<F extends object> = ReturnType<typeof useLinkForm<F>>;

/** Some fields of a link as a form: each part of its screen is saved by itself, only over the link it was made from. */
export function useLinkForm<F extends object>(seen: Link, { formOf, bodyOf, changeOf, done }: Making<F>) {
  const handle = useHandle();
  const queries = useQueryClient();
  const { slug } = seen;
  return useSavedForm({
    ...{ seen, formOf, bodyOf, query: linkQuery(handle, slug) },
    put: (made: SavedForm<Link, F>, over: Link) =>
      ask(
        api.PUT("/v2/handles/{handle}/links/{slug}", {
          params: { path: { handle, slug } },
          body: changeOf(made),
          headers: { "if-match": `"${over.version}"` },
        }),
      ),
    onSaved: () => {
      notifyDone(done(slug));
      return queries.invalidateQueries({ queryKey: ["links", handle] });
    },
  });
}
