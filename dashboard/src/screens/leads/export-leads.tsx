import { Button, Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { fetchFile, saveFile } from "#parts/download.ts";
import { notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { type LeadFilter, questionOf } from "./lead-filter.ts";

/** The leads that fit the filter, all of them, as a file. */
export function ExportLeads({ filter }: { readonly filter: LeadFilter }) {
  const handle = useHandle();
  const saving = useMutation({
    mutationFn: async (format: "csv" | "ndjson") => {
      const query = new URLSearchParams({ ...questionOf(filter), format });
      saveFile(
        await fetchFile(`/v2/handles/${handle}/leads/export?${query}`),
        `leads-of-${handle}.${format}`,
      );
    },
    onError: notifyFailed,
  });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" loading={saving.isPending}>
          {t("leads.export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => saving.mutate("csv")}>{t("leads.export.csv")}</Menu.Item>
        <Menu.Item onClick={() => saving.mutate("ndjson")}>{t("leads.export.ndjson")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
