import { Radio, Stack } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { t } from "#text/t.ts";
import { EVENTS, GOALS } from "./campaign-form.ts";

type Goal = Schemas["Campaign"]["goalType"];
type Props = { readonly value: Goal; readonly onChange: (goal: Goal) => void };

/** The goals, each with what it presets and what reaches it. */
export function GoalPicker({ value, onChange }: Props) {
  return (
    <Radio.Group label={t("campaigns.goal")} value={value} onChange={(goal) => onChange(goal as Goal)}>
      <Stack gap={8} mt={6}>
        {GOALS.map((goal) => (
          <Radio
            key={goal}
            value={goal}
            label={t(`campaigns.goal.${goal}`)}
            description={t(`campaigns.goal.${goal}.hint`, { event: EVENTS[goal] })}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
