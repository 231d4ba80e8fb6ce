import { Menu } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { ExportMenu } from "#parts/export-menu.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

const ImportLinks = lazy(() =>
  import("./import-links.tsx").then(({ ImportLinks: One }) => ({ default: One })),
);

/** Links in and out as files. */
export function MoveLinks() {
  const handle = useHandle();
  const [isImporting, setImporting] = useState(false);
  return (
    <>
      <ExportMenu
        label={t("links.move")}
        formats={[
          ["csv", t("links.export.csv")],
          ["ndjson", t("links.export.ndjson")],
        ]}
        fileIn={(format) => ({
          path: `/v2/handles/${handle}/links/export?format=${format}`,
          name: `links-of-${handle}.${format}`,
        })}
      >
        <Menu.Item onClick={() => setImporting(true)}>{t("links.import")}</Menu.Item>
      </ExportMenu>
      {isImporting && (
        <Suspense>
          <ImportLinks onClose={() => setImporting(false)} />
        </Suspense>
      )}
    </>
  );
}
