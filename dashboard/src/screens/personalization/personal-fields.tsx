import { Button, Group, SimpleGrid, Stack, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { notifyDone } from "#parts/notify.ts";
import { isBeside, problemAt } from "#parts/problem-at.ts";
import { Refused } from "#parts/refused.tsx";
import { RuleConditions } from "#parts/rule-conditions.tsx";
import { LISTS } from "#parts/rules-form.ts";
import { useSaveRule } from "#parts/use-rules.ts";
import { t } from "#text/t.ts";
import { bodyOf, formOf, newForm, type PersonalForm, problemsOf, type Rule } from "./personal-form.ts";
import { usePersonalSource } from "./use-personal-source.ts";

type Props = {
  readonly before: Rule | undefined;
  readonly rules: readonly Rule[];
  readonly onClose: () => void;
  readonly onTheirs: () => void;
};

const BESIDE = [
  ...[
    "ruleId",
    "priority",
    "variant.destinationUrl",
    "variant.id",
    "slugs",
    "when.percent",
    "when.timeWindow",
  ],
  ...LISTS.map((list) => `when.${list}`),
];

/** The fields of a rule. What is wrong is said beside its field, by this page or by the server. */
export function PersonalFields({ before, rules, onClose, onTheirs }: Props) {
  const [form, setForm] = useState(() => (before === undefined ? newForm(rules) : formOf(before)));
  const saving = useSaveRule(usePersonalSource(), before, () => {
    notifyDone(t("rule.saved", { id: form.rule.id }));
    onClose();
  });
  const problems = problemsOf(form, before === undefined ? rules : []);
  const set = (change: Partial<PersonalForm>) => {
    saving.reset();
    setForm((now) => ({ ...now, ...change }));
  };
  const at = (path: string) => problemAt(saving.error, path);
  const conditions = [...LISTS, "percent"] as const;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(problems).length === 0) saving.mutate({ ruleId: form.rule.id, body: bodyOf(form) });
      }}
    >
      <Stack>
        <Names form={form} isNew={before === undefined} problems={problems} at={at} set={set} />
        <Stack gap="xs">
          <Text fw={600}>{t("rule.when")}</Text>
          <RuleConditions
            rule={form.rule}
            problems={{
              ...Object.fromEntries(conditions.map((name) => [name, at(`when.${name}`)])),
              window: at("when.timeWindow"),
            }}
            onChange={(rule) => set({ rule })}
          />
        </Stack>
        <TextInput
          {...{ label: t("rules.destination"), type: "url", required: true }}
          placeholder="https://example.com/at"
          error={problems.destinationUrl ?? at("variant.destinationUrl")}
          value={form.rule.destinationUrl}
          onChange={(event) => set({ rule: { ...form.rule, destinationUrl: event.currentTarget.value } })}
        />
        <TagsInput
          {...{ label: t("personal.slugs"), description: t("personal.slugs.hint"), maxTags: 100 }}
          acceptValueOnBlur
          error={problems.slugs ?? at("slugs")}
          value={[...form.slugs]}
          onChange={(slugs) => set({ slugs: slugs.map((slug) => slug.replace(/^\//, "")) })}
        />
        {saving.error && !isBeside(saving.error, BESIDE) && (
          <Refused cause={saving.error} onTheirs={onTheirs} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={saving.isPending} disabled={Object.keys(problems).length > 0}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type NamesProps = {
  readonly form: PersonalForm;
  readonly isNew: boolean;
  readonly problems: ReturnType<typeof problemsOf>;
  readonly at: (path: string) => string | undefined;
  readonly set: (change: Partial<PersonalForm>) => void;
};

function Names({ form: { rule, priority }, isNew, problems, at, set }: NamesProps) {
  return (
    <>
      <Switch
        label={t("rules.enabled")}
        checked={rule.enabled}
        onChange={(event) => set({ rule: { ...rule, enabled: event.currentTarget.checked } })}
      />
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <TextInput
          {...{ label: t("rule.id"), required: isNew, disabled: !isNew, maxLength: 64 }}
          data-autofocus
          error={problems.id ?? at("ruleId")}
          value={rule.id}
          onChange={(event) => {
            const id = event.currentTarget.value.trim();
            // The variant follows the name until somebody gives it one of its own.
            set({ rule: { ...rule, id, ...(rule.variantId === rule.id && { variantId: id }) } });
          }}
        />
        <TextInput
          {...{ label: t("rule.priority"), description: t("rule.priority.hint"), inputMode: "numeric" }}
          inputWrapperOrder={["label", "input", "description", "error"]}
          error={problems.priority ?? at("priority")}
          value={priority}
          onChange={(event) => set({ priority: event.currentTarget.value.trim() })}
        />
        <TextInput
          {...{ label: t("personal.variant"), description: t("personal.variant.hint"), maxLength: 64 }}
          inputWrapperOrder={["label", "input", "description", "error"]}
          error={at("variant.id")}
          value={rule.variantId}
          onChange={(event) => set({ rule: { ...rule, variantId: event.currentTarget.value.trim() } })}
        />
      </SimpleGrid>
    </>
  );
}
