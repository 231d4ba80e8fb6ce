import "#text/campaigns.ts";
import { Button, Group, NativeSelect, Stack } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { ShowMore } from "#parts/show-more.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { GOALS } from "./campaign-form.ts";
import { CampaignList } from "./campaign-list.tsx";
import { type CampaignFilter, campaignsQuery } from "./campaigns-query.ts";
import { CreateCampaign } from "./create-campaign.tsx";

const ALL: CampaignFilter = { status: "", goalType: "" };

/** What is to be reached, by which link, and whether it works. */
export function CampaignsScreen() {
  const [filter, setFilter] = useState(ALL);
  const [isCreating, setCreating] = useState(false);
  const query = useInfiniteQuery({
    ...campaignsQuery(useHandle(), filter),
    placeholderData: keepPreviousData,
  });
  const create = <Button onClick={() => setCreating(true)}>{t("campaigns.create")}</Button>;
  const isFiltered = filter.status !== "" || filter.goalType !== "";
  return (
    <Page title={t("campaigns.title")} hint={t("campaigns.hint")} actions={create}>
      <Filters filter={filter} onChange={setFilter} />
      <Loaded query={query}>
        {({ pages }) => {
          const campaigns = pages.flatMap((page) => page.campaigns);
          if (campaigns.length > 0) {
            return (
              <Stack>
                <CampaignList campaigns={campaigns} />
                <ShowMore query={query} />
              </Stack>
            );
          }
          if (isFiltered) {
            return (
              <Empty title={t("campaigns.none-fit")} hint={t("campaigns.none-fit.hint")}>
                <Button variant="default" onClick={() => setFilter(ALL)}>
                  {t("links.clear")}
                </Button>
              </Empty>
            );
          }
          return (
            <Empty title={t("campaigns.none")} hint={t("campaigns.none.hint")}>
              {create}
            </Empty>
          );
        }}
      </Loaded>
      {isCreating && <CreateCampaign onClose={() => setCreating(false)} />}
    </Page>
  );
}

type FilterProps = {
  readonly filter: CampaignFilter;
  readonly onChange: (filter: CampaignFilter) => void;
};

function Filters({ filter, onChange }: FilterProps) {
  return (
    <Group gap="sm">
      <NativeSelect
        aria-label={t("campaigns.status")}
        value={filter.status}
        data={[
          { value: "", label: t("campaigns.status.all") },
          ...(["DRAFT", "ACTIVE", "PAUSED"] as const).map((value) => ({
            value,
            label: t(`campaigns.status.${value}`),
          })),
        ]}
        onChange={(event) =>
          onChange({ ...filter, status: event.currentTarget.value as CampaignFilter["status"] })
        }
      />
      <NativeSelect
        aria-label={t("campaigns.goal")}
        value={filter.goalType}
        data={[
          { value: "", label: t("campaigns.goal.all") },
          ...GOALS.map((value) => ({ value, label: t(`campaigns.goal.${value}`) })),
        ]}
        onChange={(event) =>
          onChange({ ...filter, goalType: event.currentTarget.value as CampaignFilter["goalType"] })
        }
      />
    </Group>
  );
}
