import type { Schemas } from "#api/schemas.ts";
import { t } from "#text/t.ts";
import { LISTS } from "./rules-form.ts";

/** Whom a rule means, each condition in a few words; none where it means everybody. */
export function conditionsText(when: Schemas["Conditions"]): readonly string[] {
  const lists = LISTS.flatMap((list) => {
    const values: readonly string[] | undefined = when[list];
    return values === undefined ? [] : [`${t(`rules.${list}`)}: ${values.join(", ")}`];
  });
  const { percent, timeWindow } = when;
  const share = percent === undefined ? [] : [`${t("rules.percent")}: ${percent}`];
  return [...lists, ...(timeWindow === undefined ? [] : [windowText(timeWindow)]), ...share];
}

function windowText({ tz, days = [], from, to }: NonNullable<Schemas["Conditions"]["timeWindow"]>): string {
  const hours = from === undefined && to === undefined ? "" : `${from ?? "00:00"}–${to ?? "24:00"}`;
  return [days.join(", "), hours, `(${tz})`].filter((part) => part !== "").join(" ");
}
