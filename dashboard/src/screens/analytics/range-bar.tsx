import { Group, Pill, SegmentedControl, Stack, Switch, TextInput } from "@mantine/core";
import { LAST_DAY } from "#parts/local-time.ts";
import { t } from "#text/t.ts";
import { type AnalyticsSearch, FILTERS } from "./analytics-search.ts";
import { askedRange, RANGES } from "./date-range.ts";
import { valueName } from "./value-name.ts";

type Props = {
  readonly search: AnalyticsSearch;
  readonly onChange: (change: Partial<AnalyticsSearch>) => void;
};

/** Which days are meant, and which filters hold. */
export function RangeBar({ search, onChange }: Props) {
  const { from, to } = askedRange(search, new Date());
  const isOwn = search.from !== undefined;
  const days = (change: { from?: string; to?: string }) =>
    onChange({ range: undefined, from, to, ...change } as never);
  const active = FILTERS.filter((filter) => search[filter] !== undefined);
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <SegmentedControl
          aria-label={t("range.title")}
          value={isOwn ? "" : (search.range ?? "30")}
          data={RANGES.map((value) => ({ value, label: t(`range.${value}`) }))}
          onChange={(range) => onChange({ range, from: undefined, to: undefined } as never)}
        />
        <TextInput
          {...{ type: "date", "aria-label": t("range.from"), max: to, value: from }}
          onChange={(event) => event.currentTarget.value !== "" && days({ from: event.currentTarget.value })}
        />
        <TextInput
          {...{ type: "date", "aria-label": t("range.to"), min: from, max: LAST_DAY, value: to }}
          onChange={(event) => event.currentTarget.value !== "" && days({ to: event.currentTarget.value })}
        />
        <Switch
          label={t("range.bots")}
          checked={search.bots === true}
          onChange={(event) => onChange({ bots: event.currentTarget.checked || undefined } as never)}
        />
      </Group>
      {active.length > 0 && (
        <Group gap={6}>
          {active.map((filter) => (
            <Pill
              key={filter}
              size="md"
              withRemoveButton
              onRemove={() => onChange({ [filter]: undefined } as never)}
              removeButtonProps={{
                "aria-label": t("range.remove", { filter }),
                "aria-hidden": false,
                tabIndex: 0,
              }}
            >
              {t(`by.${filter === "campaignId" ? "campaign" : filter}`)}:{" "}
              {valueName(filter, search[filter] ?? "")}
            </Pill>
          ))}
        </Group>
      )}
    </Stack>
  );
}
