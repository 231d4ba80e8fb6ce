import { Button, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { ShowMore } from "#parts/show-more.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { LeadDrawer } from "./lead-drawer.tsx";
import { type LeadFilter, NO_SPAM } from "./lead-filter.ts";
import { LeadFilters } from "./lead-filters.tsx";
import { LeadList } from "./lead-list.tsx";
import { leadsQuery } from "./leads-query.ts";

type Props = {
  readonly filter: LeadFilter;
  readonly onFilter: (filter: LeadFilter) => void;
  readonly onForms: () => void;
};

/** What came in, the newest first, and one of them beside it. */
export function LeadInbox({ filter, onFilter, onForms }: Props) {
  const handle = useHandle();
  const [open, setOpen] = useState<string>();
  const [settled] = useDebouncedValue(filter, 250);
  const query = useInfiniteQuery({ ...leadsQuery(handle, settled), placeholderData: keepPreviousData });
  return (
    <Stack>
      <LeadFilters filter={filter} onChange={onFilter} />
      <Loaded query={query}>
        {({ pages }) => {
          const leads = pages.flatMap((page) => page.leads);
          if (leads.length === 0) return <Nothing filter={settled} onFilter={onFilter} onForms={onForms} />;
          return (
            <>
              <LeadList leads={leads} onOpen={setOpen} />
              <ShowMore query={query} />
            </>
          );
        }}
      </Loaded>
      {open !== undefined && <LeadDrawer leadId={open} onClose={() => setOpen(undefined)} />}
    </Stack>
  );
}

function Nothing({ filter, onFilter, onForms }: Props) {
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(NO_SPAM);
  return isFiltered ? (
    <Empty title={t("leads.none-fit")} hint={t("leads.none-fit.hint")}>
      <Button variant="default" onClick={() => onFilter(NO_SPAM)}>
        {t("links.clear")}
      </Button>
    </Empty>
  ) : (
    <Empty title={t("leads.none")} hint={t("leads.none.hint")}>
      <Button onClick={onForms}>{t("leads.to-forms")}</Button>
    </Empty>
  );
}
