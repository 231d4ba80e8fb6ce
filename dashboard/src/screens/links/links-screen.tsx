import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Empty } from "#parts/empty.tsx";
import { Failure } from "#parts/failure.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { LinkFilters } from "./link-filters.tsx";
import { LinkTable } from "./link-table.tsx";
import { type LinkFilter, linksQuery } from "./links-query.ts";
import { MoveLinks } from "./move-links.tsx";

const ALL: LinkFilter = { q: "", tag: "", enabled: "", sort: "-createdAt" };

/** Every link of a handle: found, switched, and changed many at a time. */
export function LinksScreen() {
  const handle = useHandle();
  const [filter, setFilter] = useState(ALL);
  const [settled] = useDebouncedValue(filter, 250);
  const query = useInfiniteQuery({ ...linksQuery(handle, settled), placeholderData: keepPreviousData });
  const pages = query.data?.pages;
  const links = useMemo(() => pages?.flatMap((page) => page.links) ?? [], [pages]);
  const isFiltered = settled.q !== "" || settled.tag !== "" || settled.enabled !== "";
  const create = (
    <Button
      renderRoot={(props) => <Link {...props} to="/$handle/links/$slug" params={{ handle, slug: "new" }} />}
    >
      {t("links.create")}
    </Button>
  );
  const actions = (
    <>
      <MoveLinks />
      {create}
    </>
  );
  return (
    <Page title={t("links.title")} hint={t("links.hint")} actions={actions}>
      <LinkFilters filter={filter} onChange={(change) => setFilter((before) => ({ ...before, ...change }))} />
      <Loaded query={query}>
        {() => {
          if (links.length > 0) {
            return (
              <>
                <LinkTable
                  links={links}
                  // One that did not come is asked for again by whoever looks, not at each frame.
                  hasMore={query.hasNextPage && !query.isFetchNextPageError}
                  onMore={() => !query.isFetching && void query.fetchNextPage()}
                  onTag={(tag) => setFilter((before) => ({ ...before, tag }))}
                />
                {query.isFetchNextPageError && (
                  <Failure cause={query.error} onAgain={() => void query.fetchNextPage()} />
                )}
              </>
            );
          }
          if (isFiltered) {
            return (
              <Empty title={t("links.none-fit")} hint={t("links.none-fit.hint")}>
                <Button variant="default" onClick={() => setFilter(ALL)}>
                  {t("links.clear")}
                </Button>
              </Empty>
            );
          }
          return (
            <Empty title={t("links.none")} hint={t("links.none.hint")}>
              {create}
            </Empty>
          );
        }}
      </Loaded>
    </Page>
  );
}
