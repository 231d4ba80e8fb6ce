import { Badge } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { t } from "#text/t.ts";

const COLORS = { PENDING: "blue.8", ACTIVE: "teal.9", FAILING: "red.8", STALE: "gray.7" } as const;

/** How a domain stands, in a word and a color. */
export function DomainBadge({ state }: Pick<Schemas["AccountDomain"], "state">) {
  return <Badge color={COLORS[state]}>{t(`domains.${state}`)}</Badge>;
}
