import { Button, Group, Stack, Text } from "@mantine/core";
import { t } from "#text/t.ts";
import { RuleCard } from "./rule-card.tsx";
import { moved, newRule, type RuleForm } from "./rules-form.ts";

type Props = { readonly rules: readonly RuleForm[]; readonly onChange: (rules: readonly RuleForm[]) => void };

/** Rules in the order in which they are asked; the first that fits decides. Everything can be done with the keyboard. */
export function RuleBuilder({ rules, onChange }: Props) {
  const replace = (index: number, rule: RuleForm) =>
    onChange(rules.map((one, at) => (at === index ? rule : one)));
  return (
    <Stack>
      {rules.length === 0 && <Text c="dimmed">{t("rules.none")}</Text>}
      <Stack component="ol" m={0} p={0} style={{ listStyle: "none" }}>
        {rules.map((rule, index) => (
          <li key={rule.key}>
            <RuleCard
              rule={rule}
              place={index + 1}
              isFirst={index === 0}
              isLast={index === rules.length - 1}
              onChange={(changed) => replace(index, changed)}
              onMove={(by) => onChange(moved(rules, index, by))}
              onRemove={() => onChange(rules.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </Stack>
      <Group>
        <Button variant="default" onClick={() => onChange([...rules, newRule(rules)])}>
          {t("rules.add")}
        </Button>
      </Group>
    </Stack>
  );
}
