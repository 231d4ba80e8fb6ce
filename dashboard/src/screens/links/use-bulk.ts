import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { offerUndo } from "#parts/offer-undo.tsx";
import { t } from "#text/t.ts";

type Link = Schemas["Link"];
type Change = { readonly enabled?: boolean; readonly tags?: string[] };

/** Changes and deletes many links; what was deleted can be brought back for as long as the notice stands. */
export function useBulk(handle: string, onDone: () => void) {
  const queries = useQueryClient();
  const settled = () => queries.invalidateQueries({ queryKey: ["links", handle] });
  const changing = useMutation({
    mutationFn: (links: readonly (Change & { readonly slug: string })[]) =>
      ask(
        api.POST("/v2/handles/{handle}/links/batch", {
          params: { path: { handle } },
          body: { links: [...links] },
        }),
      ),
    onError: notifyFailed,
    onSuccess: ({ updated, unchanged, failed, results }) => {
      notifyDone(t("links.changed", { count: updated + unchanged }));
      const why = results.find(({ error }) => error !== undefined)?.error?.message ?? "";
      if (failed > 0) notifyFailed(new Error(why));
      onDone();
    },
    onSettled: settled,
  });
  const restore = async (links: readonly Link[]) => {
    for (const { slug, version } of links) {
      const params = { path: { handle, slug } };
      await ask(api.POST("/v2/handles/{handle}/links/{slug}/rollback", { params, body: { version } }));
    }
    await settled();
  };
  const removing = useMutation({
    mutationFn: async (links: readonly Link[]) => {
      for (const { slug } of links) {
        await ask(api.DELETE("/v2/handles/{handle}/links/{slug}", { params: { path: { handle, slug } } }));
      }
    },
    onError: notifyFailed,
    onSuccess: (_, links) => {
      offerUndo(t("links.deleted", { count: links.length }), () => restore(links));
      onDone();
    },
    onSettled: settled,
  });
  return {
    change: (links: readonly Link[], of: (link: Link) => Change) =>
      changing.mutate(links.map((link) => ({ slug: link.slug, ...of(link) }))),
    remove: (links: readonly Link[]) => removing.mutate(links),
    isPending: changing.isPending || removing.isPending,
  };
}
