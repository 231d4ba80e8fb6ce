import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { RuleRow } from "./rule-row.tsx";
import { type RuleSource, type SavedRule, useRuleDeeds } from "./use-rules.ts";

type Props<R extends SavedRule, B extends object> = {
  readonly source: RuleSource<R, B>;
  readonly rules: readonly R[];
  readonly hint: string;
  readonly mayWrite: boolean;
  readonly whenOf: (rule: R) => readonly string[];
  readonly onEdit: (ruleId: string) => void;
  /** What a rule does. */
  readonly children: (rule: R) => ReactNode;
};

/** Rules in the order in which they are asked, with all that can be done with each. */
export function RuleList<R extends SavedRule, B extends object>(props: Props<R, B>) {
  const { source, rules, hint, mayWrite, whenOf, onEdit, children } = props;
  const { switching, moving, deleting, isPending } = useRuleDeeds(source, rules);
  return (
    <Stack gap="sm">
      <Text c="dimmed">{hint}</Text>
      <Stack component="ol" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
        {rules.map((rule, index) => (
          <RuleRow
            key={rule.ruleId}
            id={rule.ruleId}
            place={index + 1}
            isLast={index === rules.length - 1}
            enabled={rule.enabled ?? true}
            mayWrite={mayWrite}
            isPending={isPending}
            when={whenOf(rule)}
            onSwitch={(enabled) => switching.mutate({ rule, enabled })}
            onMove={(by) => moving.mutate({ index, by })}
            onEdit={() => onEdit(rule.ruleId)}
            onDelete={() => deleting.mutate(rule)}
          >
            {children(rule)}
          </RuleRow>
        ))}
      </Stack>
    </Stack>
  );
}
