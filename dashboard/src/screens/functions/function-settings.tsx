import { Button, Checkbox, Group, Paper, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useEffect } from "react";
import type { Schemas } from "#api/schemas.ts";
import { FormRefusal } from "#parts/form-refusal.tsx";
import { problemAt } from "#parts/problem-at.ts";
import type { SavedForm } from "#parts/saved-form.ts";
import { t } from "#text/t.ts";
import { AccessChoice } from "./access-choice.tsx";
import { RotateSecret } from "./rotate-secret.tsx";
import { changeOfSettings, METHODS, type SettingsForm, settingsOf } from "./settings-form.ts";
import { useFunctionForm } from "./use-function.ts";

type Binding = Schemas["FunctionBinding"];
const BESIDE = ["methods", "requiredScope", "timeoutMs", "maxBytes"];

const MAKING = {
  formOf: settingsOf,
  bodyOf: (form: SettingsForm) => form,
  changeOf: ({ base, form }: SavedForm<Binding, SettingsForm>) => changeOfSettings(settingsOf(base), form),
};

type Props = {
  readonly binding: Binding;
  /** Told whether something is not saved. */
  readonly onChanged: (isChanged: boolean) => void;
};

/** Who may call a function, how, and how much it may take. */
export function FunctionSettings({ binding, onChanged }: Props) {
  const saved = useFunctionForm(binding, MAKING);
  const { form, set, isChanged, cause } = saved;
  useEffect(() => onChanged(isChanged), [isChanged, onChanged]);
  return (
    <Stack maw={860} gap="lg">
      <Paper withBorder p="md">
        <form onSubmit={saved.onSubmit}>
          <Stack>
            <Inputs binding={binding} form={form} set={set} cause={cause} />
            <FormRefusal saved={saved} beside={BESIDE} />
            <Group>
              <Button
                type="submit"
                loading={saved.isPending}
                disabled={!isChanged || form.methods.length === 0}
              >
                {t("action.save")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
      {binding.target.type === "HTTP" && <RotateSecret binding={binding} />}
    </Stack>
  );
}

type InputProps = {
  readonly binding: Binding;
  readonly form: SettingsForm;
  readonly set: (change: Partial<SettingsForm>) => void;
  readonly cause: Error | null;
};

function Inputs({ binding, form, set, cause }: InputProps) {
  const isScript = binding.target.type === "SCRIPT";
  return (
    <>
      <AccessChoice value={form.access} onChange={(access) => set({ access })} />
      {form.access === "SCOPED" && (
        <TextInput
          label={t("functions.scope")}
          description={t("functions.scope.hint", { scope: `functions.invoke:${binding.bindingKey}` })}
          placeholder={`functions.invoke:${binding.bindingKey}`}
          classNames={{ input: "slug" }}
          value={form.requiredScope}
          error={problemAt(cause, "requiredScope")}
          onChange={(event) => set({ requiredScope: event.currentTarget.value.trim() })}
        />
      )}
      <Checkbox.Group
        {...{ label: t("functions.methods"), description: t("functions.methods.hint") }}
        value={[...form.methods]}
        error={form.methods.length === 0 ? t("functions.methods.none") : problemAt(cause, "methods")}
        onChange={(methods) => set({ methods })}
      >
        <Group gap="md" mt={6}>
          {METHODS.map((method) => (
            <Checkbox key={method} value={method} label={method} />
          ))}
        </Group>
      </Checkbox.Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          {...{ label: t("functions.timeout"), type: "number", required: true, step: 100 }}
          description={t(isScript ? "functions.timeout.script" : "functions.timeout.hint")}
          value={form.timeoutMs}
          error={problemAt(cause, "timeoutMs")}
          onChange={(event) => set({ timeoutMs: event.currentTarget.value })}
        />
        <TextInput
          {...{ label: t("functions.max-kb"), type: "number", required: true, step: "any" }}
          description={t("functions.max-kb.hint")}
          value={form.maxKb}
          error={problemAt(cause, "maxBytes")}
          onChange={(event) => set({ maxKb: event.currentTarget.value })}
        />
      </SimpleGrid>
    </>
  );
}
