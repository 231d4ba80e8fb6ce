import { t } from "#text/t.ts";
import { readJson } from "./chain-actions.ts";
import type { ChainForm, Rule, SignalForm } from "./chain-form.ts";

const KEY = /^[A-Za-z0-9._-]{1,64}$/;
const SEGMENT = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** What is wrong, by the path at which the API would say it. */
export type Problems = Readonly<Record<string, string>>;

/** What can be told of a form before the server is asked, which has the last word. */
export function problemsOf(form: ChainForm, others: readonly Rule[]): Problems {
  const { id, priority, trigger, signals, action, texts, segments, json } = form;
  const { destinationUrl = "" } = texts;
  const isWeb = /^https?:\/\/[^/\s]/.test(destinationUrl) && URL.canParse(destinationUrl);
  const isSegments = segments.length > 0 && segments.every((segment) => SEGMENT.test(segment));
  return {
    ...(!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id) && { ruleId: t("rule.id.rule") }),
    ...(others.some(({ ruleId }) => ruleId === id) && { ruleId: t("rule.id.taken") }),
    ...(!/^\d{1,5}$|^100000$/.test(priority) && { priority: t("rule.priority.rule") }),
    ...(!KEY.test(trigger) && { trigger: t("chain.key.rule") }),
    ...Object.assign({}, ...signals.map(problemsOfSignal)),
    ...(action === "redirect" && !isWeb && { "decision.payload.destinationUrl": t("problem.url") }),
    ...(action === "segment" && !isSegments && { "decision.payload.segments": t("chain.segments.rule") }),
    ...(action === "custom" && !readJson(json) && { "decision.payload": t("chain.json.rule") }),
  };
}

function problemsOfSignal(signal: SignalForm, index: number): Problems {
  const { signalKey, minCount, minConfidence, withinSeconds } = signal;
  const isShare = minConfidence === "" || (Number(minConfidence) >= 0 && Number(minConfidence) <= 1);
  const at = `when.all.${index}`;
  return {
    ...(!KEY.test(signalKey) && { [`${at}.signalKey`]: t("chain.key.rule") }),
    ...(!(/^\d+$/.test(minCount) && Number(minCount) >= 1 && Number(minCount) <= 200) && {
      [`${at}.minCount`]: t("chain.count.rule"),
    }),
    ...(!isShare && { [`${at}.minConfidence`]: t("chain.confidence.rule") }),
    ...(withinSeconds !== "" &&
      !/^[1-9]\d{0,7}$/.test(withinSeconds) && { [`${at}.withinSeconds`]: t("problem.count") }),
  };
}
