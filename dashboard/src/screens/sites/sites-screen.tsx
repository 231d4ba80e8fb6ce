import "#text/publish.ts";
import { Stack } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ChooseFiles } from "#parts/choose-files.tsx";
import { DropZone } from "#parts/drop-zone.tsx";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { notifyFailed } from "#parts/notify.ts";
import { Page } from "#parts/page.tsx";
import { type Found, readDropped } from "#parts/read-dropped.ts";
import { ShowMore } from "#parts/show-more.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { DeploySite, type Source } from "./deploy-site.tsx";
import { DeploymentList } from "./deployment-list.tsx";
import { SiteAddress } from "./site-address.tsx";
import { siteFilesOf } from "./site-files.ts";
import { deploymentsQuery, siteModeQuery } from "./sites-query.ts";

const ARCHIVE = /\.(zip|tar\.gz|tgz)$/i;

/** The site of a handle: where it is, how another version of it gets there, and the way back. */
export function SitesScreen() {
  const handle = useHandle();
  const mode = useQuery(siteModeQuery(handle));
  const query = useInfiniteQuery(deploymentsQuery(handle));
  const [source, setSource] = useState<Source>();
  const take = (found: readonly Found[]) => setSource(sourceOf(found));
  return (
    <Page title={t("sites.title")} hint={t("sites.hint")}>
      <Loaded query={mode}>{(shown) => <SiteAddress mode={shown} />}</Loaded>
      <DropZone
        label={t("sites.drop")}
        hint={t("sites.drop.hint")}
        onDrop={(dropped) => void readDropped(dropped).then(take, notifyFailed)}
      >
        <ChooseFiles isFolder onChoose={(files) => take(files.map(placed))}>
          {t("sites.choose-folder")}
        </ChooseFiles>
        <ChooseFiles variant="default" accept=".zip,.tgz,.gz" onChoose={(files) => take(files.map(placed))}>
          {t("sites.choose-archive")}
        </ChooseFiles>
      </DropZone>
      <Loaded query={query}>
        {({ pages }) => {
          const deployments = pages.flatMap((page) => page.deployments);
          if (deployments.length === 0) return <Empty title={t("sites.none")} hint={t("sites.none.hint")} />;
          return (
            <Stack>
              <DeploymentList deployments={deployments} />
              <ShowMore query={query} />
            </Stack>
          );
        }}
      </Loaded>
      {source && <DeploySite source={source} onClose={() => setSource(undefined)} />}
    </Page>
  );
}

const placed = (file: File): Found => ({ path: file.webkitRelativePath || file.name, file });

function sourceOf(found: readonly Found[]): Source {
  const [first] = found;
  return found.length === 1 && first !== undefined && ARCHIVE.test(first.path)
    ? { archive: first.file }
    : { site: siteFilesOf(found) };
}
