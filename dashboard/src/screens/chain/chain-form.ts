import type { Schemas } from "#api/schemas.ts";
import { lastPriority } from "#parts/ordered-rules.ts";
import { rowKey } from "#parts/row-key.ts";
import { type ChainAction, FIELDS_OF, readJson } from "./chain-actions.ts";

export type Rule = Schemas["ChainRule"];
export type Body = Schemas["ChainRuleChange"];
type Condition = Rule["when"]["all"][number];

/** A condition on what a session has done. `key` lasts as long as the form, so that a row keeps its place while it is typed. */
export type SignalForm = {
  readonly key: string;
  readonly signalKey: string;
  readonly valueIn: readonly string[];
  readonly minCount: string;
  readonly minConfidence: string;
  readonly withinSeconds: string;
};

/** A rule as it is edited. */
export type ChainForm = {
  readonly id: string;
  readonly enabled: boolean;
  readonly priority: string;
  readonly trigger: string;
  readonly signals: readonly SignalForm[];
  readonly segmentIn: readonly string[];
  readonly countryIn: readonly string[];
  readonly deviceIn: readonly string[];
  readonly action: ChainAction;
  /** The texts of all actions, so that trying another one loses none. */
  readonly texts: Readonly<Record<string, string>>;
  readonly segments: readonly string[];
  /** The payload of a custom action. */
  readonly json: string;
  /** What a payload has beside what can be written here; it is kept as it is. */
  readonly rest: Readonly<Record<string, unknown>>;
};

/** An empty condition. */
export const newSignal = (): SignalForm => ({
  ...{ key: rowKey(), signalKey: "", valueIn: [] },
  ...{ minCount: "1", minConfidence: "", withinSeconds: "" },
});

/** A new rule, with an id that no other has, that is asked last. */
export function newForm(rules: readonly Rule[]): ChainForm {
  let number = rules.length + 1;
  while (rules.some(({ ruleId }) => ruleId === `moment-${number}`)) number++;
  return {
    ...{ id: `moment-${number}`, enabled: true, priority: String(lastPriority(rules)), trigger: "exit" },
    ...{ signals: [], segmentIn: [], countryIn: [], deviceIn: [] },
    ...{ action: "popup", texts: {}, segments: [], json: "{}", rest: {} },
  };
}

/** The form of a rule that is saved. */
export function formOf({ ruleId, enabled, priority, trigger, when, decision }: Rule): ChainForm {
  const { action, payload } = decision;
  const known: readonly string[] = FIELDS_OF[action];
  const isText = (key: string) => known.includes(key) && typeof payload[key] === "string";
  const { segments } = payload;
  return {
    ...{ id: ruleId, enabled, priority: String(priority), trigger, action },
    signals: when.all.map(signalOf),
    ...{ segmentIn: when.segmentIn ?? [], countryIn: when.countryIn ?? [], deviceIn: when.deviceIn ?? [] },
    texts: Object.fromEntries(known.filter(isText).map((key) => [key, String(payload[key])])),
    segments: action === "segment" && Array.isArray(segments) ? segments.map(String) : [],
    json: action === "custom" ? JSON.stringify(payload, null, 2) : "{}",
    rest: Object.fromEntries(Object.entries(payload).filter(([key]) => !isText(key) && key !== "segments")),
  };
}

const signalOf = (one: Condition, index: number): SignalForm => ({
  key: `saved-${index}`,
  signalKey: one.signalKey,
  valueIn: one.valueIn ?? [],
  minCount: String(one.minCount),
  minConfidence: one.minConfidence === undefined ? "" : String(one.minConfidence),
  withinSeconds: one.withinSeconds === undefined ? "" : String(one.withinSeconds),
});

/** The whole rule, as the API takes it: what is empty is no condition. */
export function bodyOf(form: ChainForm): Body {
  const { enabled, priority, trigger, signals, segmentIn, countryIn, deviceIn } = form;
  const lists = Object.entries({ segmentIn, countryIn, deviceIn }).filter(([, values]) => values.length > 0);
  const all = signals.map(({ signalKey, valueIn, minCount, minConfidence, withinSeconds }) => ({
    signalKey,
    minCount: Number(minCount),
    ...(valueIn.length > 0 && { valueIn: [...valueIn] }),
    ...(minConfidence !== "" && { minConfidence: Number(minConfidence) }),
    ...(withinSeconds !== "" && { withinSeconds: Number(withinSeconds) }),
  }));
  const when = { all, ...Object.fromEntries(lists) };
  return {
    ...{ enabled, priority: Number(priority), trigger, when },
    decision: { action: form.action, payload: payloadOf(form) } as Body["decision"],
  };
}

function payloadOf({ action, texts, segments, json, rest }: ChainForm): Readonly<Record<string, unknown>> {
  if (action === "custom") return readJson(json) ?? {};
  const own = FIELDS_OF[action].flatMap((key) => (texts[key] ? [[key, texts[key]]] : []));
  return {
    ...rest,
    ...Object.fromEntries(own),
    ...(action === "segment" && { segments: [...segments] }),
  };
}

/** The same of a rule that is saved, so that it can be sent again. */
export const bodyOfSaved = ({ enabled, priority, trigger, when, decision }: Rule): Body => ({
  ...{ enabled, priority, trigger, when: when as NonNullable<Body["when"]> },
  decision: decision as Body["decision"],
});
