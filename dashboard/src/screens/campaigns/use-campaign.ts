import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

const PATH = "/v2/handles/{handle}/campaigns/{campaignId}";

/** Saves a campaign, only as it was seen. */
export function useSaveCampaign({ campaignId, version }: Schemas["Campaign"], onSaved: () => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["CampaignChange"]) =>
      ask(
        api.PUT(PATH, {
          params: { path: { handle, campaignId } },
          body,
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSuccess: async (saved) => {
      queries.setQueryData(["campaigns", handle, "one", campaignId], saved);
      onSaved();
      await queries.invalidateQueries({ queryKey: ["campaigns", handle] });
    },
  });
}

/** Sends what a conversion would set off to the webhooks that ask for it; it counts nowhere. */
export function useTrial({ campaignId }: Schemas["Campaign"]) {
  const handle = useHandle();
  return useMutation({
    mutationFn: () => ask(api.POST(`${PATH}/test-conversion`, { params: { path: { handle, campaignId } } })),
    onError: notifyFailed,
    onSuccess: ({ eventType }) => notifyDone(t("campaigns.tried", { event: eventType })),
  });
}

/** Has the primary link tell its destination of each click, so that conversions can name it. */
export function useAttribute({ primarySlug }: Schemas["Campaign"]) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const params = { path: { handle, slug: primarySlug } };
      const link = await ask(api.GET("/v2/handles/{handle}/links/{slug}", { params }));
      const trackingPolicy = { ...link.trackingPolicy, appendContextParam: true };
      return ask(
        api.PUT("/v2/handles/{handle}/links/{slug}", {
          params,
          body: { trackingPolicy } as Schemas["LinkChange"],
          headers: { "if-match": `"${link.version}"` },
        }),
      );
    },
    onError: notifyFailed,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["campaigns", handle] }),
        queries.invalidateQueries({ queryKey: ["links", handle] }),
      ]),
  });
}

/** Deletes a campaign; its links, leads and pages stay. */
export function useDeleteCampaign({ campaignId }: Schemas["Campaign"], onDeleted: () => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => ask(api.DELETE(PATH, { params: { path: { handle, campaignId } } })),
    onError: notifyFailed,
    onSuccess: () => {
      notifyDone(t("campaigns.deleted", { id: campaignId }));
      onDeleted();
      return queries.invalidateQueries({ queryKey: ["campaigns", handle, "list"] });
    },
  });
}
