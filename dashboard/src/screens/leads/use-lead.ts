import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

const PATH = "/v2/handles/{handle}/leads/{leadId}";

/** Says whether a lead is spam, only of the lead that was seen. */
export function useJudge({ leadId, version }: Schemas["Lead"]) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (isSpam: boolean) =>
      ask(
        api.PATCH(PATH, {
          params: { path: { handle, leadId } },
          body: { isSpam },
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSuccess: (lead) => {
      notifyDone(t(lead.spam.isSpam ? "leads.judged.spam" : "leads.judged.none"));
      queries.setQueryData(["leads", handle, "one", leadId], lead);
      return queries.invalidateQueries({ queryKey: ["leads", handle, "list"] });
    },
  });
}

/** Erases one lead with its images, for good. */
export function useDeleteLead({ leadId, version }: Schemas["Lead"], onDeleted: () => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      ask(
        api.DELETE(PATH, {
          params: { path: { handle, leadId } },
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSuccess: () => {
      notifyDone(t("leads.deleted"));
      onDeleted();
      const one = ["leads", handle, "one", leadId];
      queries.removeQueries({ queryKey: one });
      // The drawer closes in a moment, and must not ask for what is gone.
      return queries.invalidateQueries({
        queryKey: ["leads", handle],
        predicate: ({ queryKey }) => queryKey[2] !== "one",
      });
    },
  });
}

/** Erases every lead of an address, also what waits to be sent of it. */
export function useEraseLeads() {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (email: string) =>
      ask(api.POST("/v2/handles/{handle}/leads/erase", { params: { path: { handle } }, body: { email } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["leads", handle] }),
  });
}
