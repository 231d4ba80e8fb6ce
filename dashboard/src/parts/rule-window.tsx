import { Group, MultiSelect, Stack, TextInput } from "@mantine/core";
import { t } from "#text/t.ts";
import type { RuleForm } from "./rules-form.ts";

type Props = {
  readonly rule: RuleForm;
  readonly problem?: string | undefined;
  readonly onChange: (rule: RuleForm) => void;
};

const DAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

/** Hours and days of a time zone; this reader's own, until another one is written. */
export function RuleWindow({ rule, problem, onChange }: Props) {
  const tz = rule.window.tz || Intl.DateTimeFormat().resolvedOptions().timeZone;
  const set = (change: Partial<RuleForm["window"]>) =>
    onChange({ ...rule, window: { ...rule.window, tz, ...change } });
  return (
    <Stack gap="xs">
      <TextInput
        label={t("rules.zone")}
        error={problem}
        value={tz}
        onChange={(event) => set({ tz: event.currentTarget.value })}
      />
      <Group grow>
        <TextInput
          {...{ label: t("rules.from"), type: "time" }}
          value={rule.window.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          {...{ label: t("rules.to"), type: "time" }}
          value={rule.window.to}
          onChange={(event) => set({ to: event.currentTarget.value })}
        />
      </Group>
      <MultiSelect
        label={t("rules.days")}
        data={DAYS}
        value={[...rule.window.days]}
        onChange={(days) => set({ days })}
      />
    </Stack>
  );
}
