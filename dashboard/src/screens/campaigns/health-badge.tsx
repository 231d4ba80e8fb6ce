import { Badge } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { t } from "#text/t.ts";

const COLORS = { PASS: "teal.9", PENDING: "gray.7", FAIL: "red.8" } as const;

/** Whether something works, in a word and not by a color alone. */
export function HealthBadge({ status }: Pick<Schemas["CampaignHealth"], "status">) {
  return (
    <Badge color={COLORS[status]} style={{ flexShrink: 0 }}>
      {t(`health.${status}`)}
    </Badge>
  );
}
