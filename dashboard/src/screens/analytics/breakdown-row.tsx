import { Anchor, Group, Text } from "@mantine/core";
import { formatNumber } from "#text/format.ts";
import type { Breakdown } from "./analytics-query.ts";
import { valueName } from "./value-name.ts";

type Props = {
  readonly dimension: Breakdown;
  readonly value: string;
  readonly clicks: number;
  readonly most: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

/** One value of a breakdown with its share as a bar. */
export function BreakdownRow({ dimension, value, clicks, most, isChosen, onChoose }: Props) {
  return (
    <div className="bar">
      <progress max={most} value={clicks} aria-hidden="true" />
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="left"
          className="cut"
          c={value === "" ? "dimmed" : "var(--mantine-color-text)"}
          fw={isChosen ? 700 : 400}
          aria-pressed={isChosen}
          onClick={onChoose}
        >
          {valueName(dimension, value)}
        </Anchor>
        <Text size="sm" fw={600}>
          {formatNumber(clicks)}
        </Text>
      </Group>
    </div>
  );
}
