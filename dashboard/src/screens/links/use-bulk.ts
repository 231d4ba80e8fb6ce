import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ApiError } from "#api/api-error.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { offerUndo } from "#parts/offer-undo.tsx";
import { t } from "#text/t.ts";

type Link = Schemas["Link"];
type Change = { readonly enabled?: boolean; readonly tags?: string[] };

/** As many as one request takes. */
const BATCH_MAX = 1000;
/** Refusals that are about one link: the others may well be taken. */
const OF_ONE = [404, 409, 412];

/** Changes and deletes many links; what was deleted can be brought back for as long as the notice stands. */
export function useBulk(handle: string, onDone: () => void) {
  const queries = useQueryClient();
  const settled = () => queries.invalidateQueries({ queryKey: ["links", handle] });
  const changing = useMutation({
    mutationFn: (links: readonly (Change & { readonly slug: string })[]) => changeAll(handle, links),
    onError: notifyFailed,
    onSuccess: ({ changed, failed, why }) => {
      notifyDone(t("links.changed", { count: changed }));
      if (failed > 0) notifyFailed(new Error(why));
      onDone();
    },
    onSettled: settled,
  });
  const restore = async (links: readonly Link[]) => {
    const { refused } = await eachOf(links, ({ slug, version }) => {
      const params = { path: { handle, slug } };
      return ask(api.POST("/v2/handles/{handle}/links/{slug}/rollback", { params, body: { version } }));
    });
    await settled();
    if (refused !== undefined) throw refused;
  };
  const removing = useMutation({
    mutationFn: (links: readonly Link[]) =>
      eachOf(links, ({ slug, version }) => {
        const params = { path: { handle, slug } };
        // As it was seen, since that is what an undo brings back.
        const headers = { "if-match": `"${version}"` };
        return ask(api.DELETE("/v2/handles/{handle}/links/{slug}", { params, headers }));
      }),
    onSuccess: ({ done, refused }) => {
      if (done.length > 0) offerUndo(t("links.deleted", { count: done.length }), () => restore(done));
      if (refused === undefined) onDone();
      else notifyFailed(refused);
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

async function changeAll(handle: string, links: readonly (Change & { readonly slug: string })[]) {
  let [changed, failed, why] = [0, 0, ""];
  for (let from = 0; from < links.length; from += BATCH_MAX) {
    const told = await ask(
      api.POST("/v2/handles/{handle}/links/batch", {
        params: { path: { handle } },
        body: { links: links.slice(from, from + BATCH_MAX) },
      }),
    );
    changed += told.updated + told.unchanged;
    failed += told.failed;
    why ||= told.results.find(({ error }) => error !== undefined)?.error?.message ?? "";
  }
  return { changed, failed, why };
}

/** One after the other: those that were done, and the first refusal. One that is about more than a link ends it. */
async function eachOf(links: readonly Link[], act: (link: Link) => Promise<unknown>) {
  const done: Link[] = [];
  let refused: unknown;
  for (const link of links) {
    try {
      await act(link);
      done.push(link);
    } catch (cause) {
      refused ??= cause;
      if (!(cause instanceof ApiError) || !OF_ONE.includes(cause.status)) break;
    }
  }
  return { done, refused };
}
