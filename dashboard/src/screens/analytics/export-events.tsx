import { Button, Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { fetchFile, saveFile } from "#parts/download.ts";
import { notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import type { AnalyticsSearch } from "./analytics-search.ts";
import { askedRange } from "./date-range.ts";

const FORMATS = ["csv", "ndjson", "parquet"] as const;

/** The events of the range as a file. */
export function ExportEvents({ search }: { readonly search: AnalyticsSearch }) {
  const handle = useHandle();
  const saving = useMutation({
    mutationFn: async (format: (typeof FORMATS)[number]) => {
      const { from, to } = askedRange(search, new Date());
      const query = new URLSearchParams({ format, dataset: "events", from, to });
      saveFile(
        await fetchFile(`/v2/handles/${handle}/analytics/export?${query}`),
        `events-of-${handle}-${from}-${to}.${format}`,
      );
    },
    onError: notifyFailed,
  });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" loading={saving.isPending}>
          {t("analytics.export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => saving.mutate(format)}>
            {t(`analytics.export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
