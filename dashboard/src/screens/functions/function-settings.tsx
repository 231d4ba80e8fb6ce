import { Button, Checkbox, Group, Paper, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { t } from "#text/t.ts";
import { AccessChoice } from "./access-choice.tsx";
import { RotateSecret } from "./rotate-secret.tsx";
import { changeOfSettings, METHODS, type SettingsForm, settingsOf } from "./settings-form.ts";
import { useSaveFunction } from "./use-function.ts";

type Binding = Schemas["FunctionBinding"];
const BESIDE = ["methods", "requiredScope", "timeoutMs", "maxBytes"];

type Props = {
  readonly binding: Binding;
  /** Told whether something is not saved. */
  readonly onChanged: (isChanged: boolean) => void;
};

/** Who may call a function, how, and how much it may take. */
export function FunctionSettings({ binding, onChanged }: Props) {
  const [before, setBefore] = useState(() => settingsOf(binding));
  const [form, setForm] = useState(before);
  const saving = useSaveFunction(binding);
  const change = changeOfSettings(before, form);
  const isChanged = Object.keys(change).length > 0;
  useEffect(() => onChanged(isChanged), [isChanged, onChanged]);
  return (
    <Stack maw={860} gap="lg">
      <Paper withBorder p="md">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            saving.mutate(change, {
              onSuccess: (saved) => {
                setBefore(settingsOf(saved));
                setForm(settingsOf(saved));
                notifyDone(t("functions.saved"));
              },
            });
          }}
        >
          <Stack>
            <Inputs
              binding={binding}
              form={form}
              set={(one) => setForm((now) => ({ ...now, ...one }))}
              cause={saving.error}
            />
            <Refusal cause={saving.error} beside={BESIDE} />
            <Group>
              <Button
                type="submit"
                loading={saving.isPending}
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
