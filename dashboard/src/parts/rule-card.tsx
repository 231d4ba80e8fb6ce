import {
  Button,
  Group,
  Menu,
  MultiSelect,
  Paper,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { t } from "#text/t.ts";
import { RuleWindow } from "./rule-window.tsx";
import { LISTS, type RuleForm } from "./rules-form.ts";

type Props = {
  readonly rule: RuleForm;
  readonly place: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onChange: (rule: RuleForm) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
};

const DEVICES = ["MOBILE", "TABLET", "DESKTOP", "BOT"];
type Shown = (typeof LISTS)[number] | "percent" | "window";

/** One rule: who is meant, and where they go. Only the conditions that are used take room. */
export function RuleCard(props: Props) {
  const { rule, place, onChange } = props;
  return (
    <Paper withBorder p="md" component="fieldset" m={0}>
      <Stack gap="sm">
        <Head {...props} />
        <Conditions rule={rule} onChange={onChange} />
        <TextInput
          {...{ label: t("rules.destination"), type: "url", required: true }}
          value={rule.destinationUrl}
          onChange={(event) => onChange({ ...rule, destinationUrl: event.currentTarget.value })}
          aria-label={t("rules.destination-of", { place })}
        />
      </Stack>
    </Paper>
  );
}

function Head({ rule, place, isFirst, isLast, onChange, onMove, onRemove }: Props) {
  const small = { size: "xs", variant: "default" } as const;
  return (
    <Group justify="space-between">
      <Group gap="sm">
        <Text fw={600} component="legend">
          {place}. {rule.id}
        </Text>
        <Switch
          size="sm"
          label={t("rules.enabled")}
          checked={rule.enabled}
          onChange={(event) => onChange({ ...rule, enabled: event.currentTarget.checked })}
        />
      </Group>
      <Group gap={6}>
        <Button
          {...small}
          disabled={isFirst}
          onClick={() => onMove(-1)}
          aria-label={t("rules.up", { place })}
        >
          ↑
        </Button>
        <Button
          {...small}
          disabled={isLast}
          onClick={() => onMove(1)}
          aria-label={t("rules.down", { place })}
        >
          ↓
        </Button>
        <Button {...small} onClick={onRemove} aria-label={t("rules.remove", { place })}>
          {t("action.remove")}
        </Button>
      </Group>
    </Group>
  );
}

function Conditions({ rule, onChange }: Pick<Props, "rule" | "onChange">) {
  const [shown, setShown] = useState<readonly Shown[]>(() => usedBy(rule));
  const all: readonly Shown[] = [...LISTS, "percent", "window"];
  const left = all.filter((one) => !shown.includes(one));
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {shown.map((one) => (
          <Condition key={one} which={one} rule={rule} onChange={onChange} />
        ))}
      </SimpleGrid>
      <Group gap="xs">
        {shown.length === 0 && <Text size="sm">{t("rules.everybody")}</Text>}
        <Menu withinPortal>
          <Menu.Target>
            <Button size="xs" variant="light">
              {t("rules.add-condition")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {left.map((one) => (
              <Menu.Item key={one} onClick={() => setShown([...shown, one])}>
                {t(`rules.${one}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Stack>
  );
}

function Condition({ which, rule, onChange }: Pick<Props, "rule" | "onChange"> & { readonly which: Shown }) {
  const label = t(`rules.${which}`);
  if (which === "window") return <RuleWindow rule={rule} onChange={onChange} />;
  if (which === "percent") {
    return (
      <TextInput
        {...{ label, type: "number", min: 0.01, max: 100, step: "any" }}
        value={rule.percent}
        onChange={(event) => onChange({ ...rule, percent: event.currentTarget.value })}
      />
    );
  }
  const value = [...(rule.lists[which] ?? [])];
  const set = (values: string[]) => onChange({ ...rule, lists: { ...rule.lists, [which]: values } });
  if (which === "deviceIn") return <MultiSelect label={label} data={DEVICES} value={value} onChange={set} />;
  return <TagsInput label={label} placeholder={t(`rules.${which}.example`)} value={value} onChange={set} />;
}

const usedBy = ({ lists, percent, window }: RuleForm): readonly Shown[] => [
  ...LISTS.filter((list) => (lists[list] ?? []).length > 0),
  ...(percent === "" ? [] : (["percent"] as const)),
  ...(window.tz === "" ? [] : (["window"] as const)),
];
