import "#text/publish.ts";
import { Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ChooseFiles } from "#parts/choose-files.tsx";
import { DropZone } from "#parts/drop-zone.tsx";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { notifyFailed } from "#parts/notify.ts";
import { Page } from "#parts/page.tsx";
import { readDropped } from "#parts/read-dropped.ts";
import { ShowMore } from "#parts/show-more.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { FileList } from "./file-list.tsx";
import { filesQuery } from "./files-query.ts";
import { SendFiles } from "./send-files.tsx";
import { UploadList } from "./upload-list.tsx";

/** The files of a handle, and the way to send more. */
export function FilesScreen() {
  const query = useInfiniteQuery(filesQuery(useHandle()));
  const [chosen, setChosen] = useState<readonly File[]>([]);
  return (
    <Page title={t("files.title")} hint={t("files.hint")}>
      <DropZone
        label={t("files.drop")}
        hint={t("files.drop.hint")}
        onDrop={(dropped) =>
          void readDropped(dropped).then((found) => setChosen(found.map(({ file }) => file)), notifyFailed)
        }
      >
        <ChooseFiles onChoose={setChosen}>{t("files.choose")}</ChooseFiles>
      </DropZone>
      <UploadList />
      <Loaded query={query}>
        {({ pages }) => {
          const files = pages.flatMap((page) => page.files);
          if (files.length === 0) return <Empty title={t("files.none")} hint={t("files.none.hint")} />;
          return (
            <Stack>
              <FileList files={files} />
              <ShowMore query={query} />
            </Stack>
          );
        }}
      </Loaded>
      {chosen.length > 0 && <SendFiles files={chosen} onClose={() => setChosen([])} />}
    </Page>
  );
}
