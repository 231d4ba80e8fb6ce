import "#text/publish.ts";
import { Button, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { ShowMore } from "#parts/show-more.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { CreatePage } from "./create-page.tsx";
import { PageList } from "./page-list.tsx";
import { pagesQuery } from "./pages-query.ts";

/** Every page of a handle, and the way to another. */
export function PagesScreen() {
  const query = useInfiniteQuery(pagesQuery(useHandle()));
  const [isCreating, setCreating] = useState(false);
  const create = <Button onClick={() => setCreating(true)}>{t("pages.create")}</Button>;
  return (
    <Page title={t("pages.title")} hint={t("pages.hint")} actions={create}>
      <Loaded query={query}>
        {({ pages: lists }) => {
          const pages = lists.flatMap((list) => list.pages);
          if (pages.length === 0) {
            return (
              <Empty title={t("pages.none")} hint={t("pages.none.hint")}>
                {create}
              </Empty>
            );
          }
          return (
            <Stack>
              <PageList pages={pages} />
              <ShowMore query={query} />
            </Stack>
          );
        }}
      </Loaded>
      {isCreating && <CreatePage onClose={() => setCreating(false)} />}
    </Page>
  );
}
