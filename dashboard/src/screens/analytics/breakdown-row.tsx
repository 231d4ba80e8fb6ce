import { Anchor, Group, Text } from "@mantine/core";
import { formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";
import type { Breakdown } from "./analytics-query.ts";
import { countryName } from "./country-name.ts";

type Props = {
  readonly dimension: Breakdown;
  readonly value: string;
  readonly clicks: number;
  readonly most: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

/** One value of a breakdown with its share as a bar. What has no value cannot be looked at alone. */
export function BreakdownRow({ dimension, value, clicks, most, isChosen, onChoose }: Props) {
  const name = nameOf(dimension, value);
  return (
    <div className="bar">
      <progress max={most} value={clicks} aria-hidden="true" />
      <Group justify="space-between" wrap="nowrap" gap="sm">
        {value === "" ? (
          <Text size="sm" c="dimmed">
            {name}
          </Text>
        ) : (
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="left"
            className="cut"
            c="var(--mantine-color-text)"
            fw={isChosen ? 700 : 400}
            aria-pressed={isChosen}
            onClick={onChoose}
          >
            {name}
          </Anchor>
        )}
        <Text size="sm" fw={600}>
          {formatNumber(clicks)}
        </Text>
      </Group>
    </div>
  );
}

function nameOf(dimension: Breakdown, value: string): string {
  if (value === "") return t(dimension === "referrer" || dimension === "source" ? "by.direct" : "by.unknown");
  if (dimension === "country") return countryName(value);
  return dimension === "slug" ? `/${value}` : value;
}
