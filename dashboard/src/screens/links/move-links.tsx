import { Button, Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { fetchFile, saveFile } from "#parts/download.ts";
import { notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

const ImportLinks = lazy(() =>
  import("./import-links.tsx").then(({ ImportLinks: One }) => ({ default: One })),
);

/** Links in and out as files. */
export function MoveLinks() {
  const handle = useHandle();
  const [isImporting, setImporting] = useState(false);
  const exporting = useMutation({
    mutationFn: async (format: "csv" | "ndjson") =>
      saveFile(
        await fetchFile(`/v2/handles/${handle}/links/export?format=${format}`),
        `links-of-${handle}.${format}`,
      ),
    onError: notifyFailed,
  });
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" loading={exporting.isPending}>
            {t("links.move")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setImporting(true)}>{t("links.import")}</Menu.Item>
          <Menu.Item onClick={() => exporting.mutate("csv")}>{t("links.export.csv")}</Menu.Item>
          <Menu.Item onClick={() => exporting.mutate("ndjson")}>{t("links.export.ndjson")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isImporting && (
        <Suspense>
          <ImportLinks onClose={() => setImporting(false)} />
        </Suspense>
      )}
    </>
  );
}
