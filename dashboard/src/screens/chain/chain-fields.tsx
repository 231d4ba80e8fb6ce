import { Autocomplete, Button, Group, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { notifyDone } from "#parts/notify.ts";
import { isBeside, problemAt } from "#parts/problem-at.ts";
import { Refused } from "#parts/refused.tsx";
import { useSaveRule } from "#parts/use-rules.ts";
import { t } from "#text/t.ts";
import { FIELDS_OF } from "./chain-actions.ts";
import { ChainConditions } from "./chain-conditions.tsx";
import { ChainDecision } from "./chain-decision.tsx";
import { bodyOf, type ChainForm, formOf, newForm, type Rule } from "./chain-form.ts";
import { problemsOf } from "./chain-problems.ts";
import { useChainSource } from "./use-chain-source.ts";

type Props = {
  readonly before: Rule | undefined;
  readonly rules: readonly Rule[];
  readonly onClose: () => void;
  readonly onTheirs: () => void;
};

/** What every part of the editor is given; `at` says what is wrong at a path, by this page or by the server. */
export type ChainPart = {
  readonly form: ChainForm;
  readonly at: (path: string) => string | undefined;
  readonly set: (change: Partial<ChainForm>) => void;
};

/** What pages of the script's own ask at: by each view, by leaving, and by whatever signal comes in. */
const TRIGGERS = ["exit", "signal", "page_view"];
const OF_SIGNAL = ["signalKey", "valueIn", "minCount", "minConfidence", "withinSeconds"];

/** The paths at which this editor has a field. */
const fieldsOf = ({ signals, action }: ChainForm): readonly string[] => [
  ...["ruleId", "priority", "trigger", "when.countryIn", "when.segmentIn", "when.deviceIn"],
  ...signals.flatMap((_, index) => OF_SIGNAL.map((key) => `when.all.${index}.${key}`)),
  ...(action === "custom" ? ["decision.payload"] : []),
  ...(action === "segment" ? ["decision.payload.segments"] : []),
  ...FIELDS_OF[action].map((key) => `decision.payload.${key}`),
];

/** The fields of a rule. What is wrong is said beside its field, an untouched one of a new rule excepted. */
export function ChainFields({ before, rules, onClose, onTheirs }: Props) {
  const [form, setForm] = useState(() => (before === undefined ? newForm(rules) : formOf(before)));
  const [isTried, setTried] = useState(false);
  const saving = useSaveRule(useChainSource(), before, () => {
    notifyDone(t("rule.saved", { id: form.id }));
    onClose();
  });
  const problems = problemsOf(form, before === undefined ? rules : []);
  const part: ChainPart = {
    form,
    at: (path) =>
      (isTried || path === "ruleId" ? problems[path] : undefined) ?? problemAt(saving.error, path),
    set: (change) => {
      saving.reset();
      setForm((now) => ({ ...now, ...change }));
    },
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (Object.keys(problems).length === 0) saving.mutate({ ruleId: form.id, body: bodyOf(form) });
      }}
    >
      <Stack>
        <Names {...part} isNew={before === undefined} />
        <ChainConditions {...part} />
        <ChainDecision {...part} />
        {saving.error && !isBeside(saving.error, fieldsOf(form)) && (
          <Refused cause={saving.error} onTheirs={onTheirs} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Names({ form, at, set, isNew }: ChainPart & { readonly isNew: boolean }) {
  return (
    <>
      <Switch
        label={t("rules.enabled")}
        checked={form.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <TextInput
          {...{ label: t("rule.id"), required: isNew, disabled: !isNew, maxLength: 64 }}
          data-autofocus
          error={at("ruleId")}
          value={form.id}
          onChange={(event) => set({ id: event.currentTarget.value.trim() })}
        />
        <Autocomplete
          {...{ label: t("chain.trigger"), description: t("chain.trigger.hint"), required: true }}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data={TRIGGERS}
          error={at("trigger")}
          value={form.trigger}
          onChange={(trigger) => set({ trigger: trigger.trim() })}
        />
        <TextInput
          {...{ label: t("rule.priority"), description: t("rule.priority.hint"), inputMode: "numeric" }}
          inputWrapperOrder={["label", "input", "description", "error"]}
          error={at("priority")}
          value={form.priority}
          onChange={(event) => set({ priority: event.currentTarget.value.trim() })}
        />
      </SimpleGrid>
    </>
  );
}
