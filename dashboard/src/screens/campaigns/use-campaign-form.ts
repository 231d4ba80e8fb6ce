import { useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone } from "#parts/notify.ts";
import type { SavedForm } from "#parts/saved-form.ts";
import { useSavedForm } from "#parts/use-saved-form.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { type CampaignForm, changeOfCampaign, formOfCampaign } from "./campaign-form.ts";
import { campaignQuery } from "./campaigns-query.ts";

type Campaign = Schemas["Campaign"];
type Made = SavedForm<Campaign, CampaignForm>;

const MAKING = { formOf: formOfCampaign, bodyOf: (form: CampaignForm) => form };

export type SavedCampaignForm = ReturnType<typeof useCampaignForm>;

/** The fields of a campaign as a form, of which what was touched is saved, only over the campaign it was made from. */
export function useCampaignForm(seen: Campaign) {
  const handle = useHandle();
  const queries = useQueryClient();
  const { campaignId } = seen;
  return useSavedForm({
    ...{ ...MAKING, seen, query: campaignQuery(handle, campaignId) },
    put: ({ base, form }: Made, over: Campaign) =>
      ask(
        api.PUT("/v2/handles/{handle}/campaigns/{campaignId}", {
          params: { path: { handle, campaignId } },
          body: changeOfCampaign(formOfCampaign(base), form),
          headers: { "if-match": `"${over.version}"` },
        }),
      ),
    onSaved: () => {
      notifyDone(t("campaigns.saved"));
      return queries.invalidateQueries({ queryKey: ["campaigns", handle] });
    },
  });
}
