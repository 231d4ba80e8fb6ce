import type { Schemas } from "#api/schemas.ts";
import { conditionsText } from "#parts/conditions-text.ts";
import { t } from "#text/t.ts";
import { FIELDS_OF } from "./chain-actions.ts";
import type { Rule } from "./chain-form.ts";

/** A condition on signals, in a few words. */
function signalText(condition: Rule["when"]["all"][number]): string {
  const { signalKey, valueIn, minCount, minConfidence, withinSeconds } = condition;
  return [
    valueIn === undefined ? signalKey : `${signalKey}: ${valueIn.join(", ")}`,
    ...(minCount > 1 ? [t("chain.times", { count: minCount })] : []),
    ...(minConfidence === undefined ? [] : [t("chain.sure", { share: minConfidence })]),
    ...(withinSeconds === undefined ? [] : [t("chain.within", { seconds: withinSeconds })]),
  ].join(" · ");
}

/** Which sessions a rule means, each condition in a few words. */
export const whenText = ({ when: { all, ...lists } }: Rule): readonly string[] => [
  ...all.map(signalText),
  ...conditionsText(lists as Schemas["Conditions"]),
];

/** What a rule, or an answer, has a page do. */
export function decisionText({ action, payload }: Rule["decision"]): string {
  const segments = payload["segments"];
  const said =
    action === "segment" && Array.isArray(segments)
      ? segments.join(", ")
      : FIELDS_OF[action]
          .map((key) => payload[key])
          .filter((text) => typeof text === "string")
          .join(" · ");
  return said === "" ? t(`chain.action.${action}`) : `${t(`chain.action.${action}`)}: ${said}`;
}

/** The condition at a path of `when`, as the preview names it. */
export function failedText(rule: Rule | undefined, path: string): string {
  const place = /^all\.(\d+)$/.exec(path)?.[1];
  const condition = place === undefined ? undefined : rule?.when.all[Number(place)];
  if (condition !== undefined) return signalText(condition);
  return path === "countryIn" || path === "deviceIn" || path === "segmentIn" ? t(`rules.${path}`) : path;
}
