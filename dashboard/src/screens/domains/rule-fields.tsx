import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { rowKey } from "#parts/row-key.ts";
import { t } from "#text/t.ts";
import type { RuleRow } from "./routes-form.ts";

type Props = {
  readonly rules: readonly RuleRow[];
  readonly handles: readonly string[];
  readonly problem: (path: string) => string | undefined;
  readonly onChange: (rules: readonly RuleRow[]) => void;
};

/** The paths of a host that other handles answer. */
export function RuleFields({ rules, handles, problem, onChange }: Props) {
  const add = () =>
    onChange([...rules, { key: rowKey(), pathPrefix: "", handle: handles[0] ?? "", priority: "0" }]);
  return (
    <Stack gap="xs" component="fieldset" p={0} m={0} bd={0} miw={0}>
      <Text component="legend" size="sm" fw={600} p={0}>
        {t("domains.rules")}
      </Text>
      <Text size="xs" c="dimmed">
        {t("domains.rules.hint")}
      </Text>
      {rules.map((rule, index) => (
        <Rule
          key={rule.key}
          rule={rule}
          place={index + 1}
          handles={handles}
          problem={(part) => problem(`pathRules.${index}.${part}`)}
          onChange={(changed) => onChange(rules.map((one) => (one.key === rule.key ? changed : one)))}
          onRemove={() => onChange(rules.filter(({ key }) => key !== rule.key))}
        />
      ))}
      {problem("pathRules") !== undefined &&
        rules.every((_, at) => problem(`pathRules.${at}`) === undefined) && (
          <Text size="sm" c="var(--mantine-color-error)">
            {problem("pathRules")}
          </Text>
        )}
      <Group>
        <Button size="xs" variant="default" disabled={handles.length === 0} onClick={add}>
          {t("domains.rules.add")}
        </Button>
      </Group>
    </Stack>
  );
}

type RuleProps = {
  readonly rule: RuleRow;
  readonly place: number;
  readonly handles: readonly string[];
  readonly problem: (part: string) => string | undefined;
  readonly onChange: (rule: RuleRow) => void;
  readonly onRemove: () => void;
};

function Rule({ rule, place, handles, problem, onChange, onRemove }: RuleProps) {
  return (
    <Group gap="xs" align="flex-start">
      <TextInput
        {...{ flex: 2, miw: 160, maxLength: 200, required: true, placeholder: "/promo" }}
        aria-label={t("domains.rules.path", { place })}
        classNames={{ input: "slug" }}
        value={rule.pathPrefix}
        error={problem("pathPrefix")}
        onChange={(event) => onChange({ ...rule, pathPrefix: event.currentTarget.value.trim() })}
      />
      <NativeSelect
        {...{ flex: 1, miw: 130 }}
        aria-label={t("domains.rules.handle", { place })}
        value={rule.handle}
        data={[...handles]}
        error={problem("handle")}
        onChange={(event) => onChange({ ...rule, handle: event.currentTarget.value })}
      />
      <TextInput
        {...{ w: 90, type: "number", required: true, step: 1 }}
        aria-label={t("domains.rules.priority", { place })}
        value={rule.priority}
        error={problem("priority")}
        onChange={(event) => onChange({ ...rule, priority: event.currentTarget.value })}
      />
      <Button variant="default" aria-label={t("domains.rules.remove", { place })} onClick={onRemove}>
        {t("action.remove")}
      </Button>
    </Group>
  );
}
