import { Select } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { notifyDone } from "#parts/notify.ts";
import { t } from "#text/t.ts";
import { planQuery } from "./plan-query.ts";

/** Where somebody's days begin. */
export function ChooseZone({ timeZone }: { readonly timeZone: string }) {
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: (zone: string) => ask(api.PATCH("/v2/auth/me", { body: { timeZone: zone } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: planQuery.queryKey });
      notifyDone(t("plan.zone.saved"));
    },
  });
  const zones = [...new Set([timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
  return (
    <>
      <Select
        label={t("plan.zone")}
        maw={360}
        data={zones}
        value={timeZone}
        searchable
        allowDeselect={false}
        disabled={saving.isPending}
        onChange={(zone) => zone !== null && zone !== timeZone && saving.mutate(zone)}
      />
      {saving.error && <Failure cause={saving.error} />}
    </>
  );
}
