import {
  Button,
  Group,
  Menu,
  MultiSelect,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { t } from "#text/t.ts";
import { RuleWindow } from "./rule-window.tsx";
import { LISTS, type RuleForm } from "./rules-form.ts";

const DEVICES = ["MOBILE", "TABLET", "DESKTOP", "BOT"];
type Shown = (typeof LISTS)[number] | "percent" | "window";

type Props = {
  readonly rule: RuleForm;
  /** What is wrong with a condition, by its name. */
  readonly problems?: Readonly<Partial<Record<Shown, string | undefined>>>;
  readonly onChange: (rule: RuleForm) => void;
};

/** Whom a rule means. Only the conditions that are used take room. */
export function RuleConditions({ rule, problems = {}, onChange }: Props) {
  const [shown, setShown] = useState<readonly Shown[]>(() => usedBy(rule));
  const all: readonly Shown[] = [...LISTS, "percent", "window"];
  const left = all.filter((one) => !shown.includes(one));
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {shown.map((one) => (
          <Condition key={one} which={one} rule={rule} problem={problems[one]} onChange={onChange} />
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

type ConditionProps = Omit<Props, "problems"> & {
  readonly which: Shown;
  readonly problem: string | undefined;
};

function Condition({ which, rule, problem, onChange }: ConditionProps) {
  const label = t(`rules.${which}`);
  if (which === "window") return <RuleWindow rule={rule} problem={problem} onChange={onChange} />;
  if (which === "percent") {
    return (
      <TextInput
        {...{ label, type: "number", min: 0.01, max: 100, step: "any", error: problem }}
        value={rule.percent}
        onChange={(event) => onChange({ ...rule, percent: event.currentTarget.value })}
      />
    );
  }
  const value = [...(rule.lists[which] ?? [])];
  const set = (values: string[]) => onChange({ ...rule, lists: { ...rule.lists, [which]: values } });
  const shared = { label, error: problem, value, onChange: set };
  if (which === "deviceIn") return <MultiSelect data={DEVICES} {...shared} />;
  return <TagsInput placeholder={t(`rules.${which}.example`)} acceptValueOnBlur {...shared} />;
}

const usedBy = ({ lists, percent, window }: RuleForm): readonly Shown[] => [
  ...LISTS.filter((list) => (lists[list] ?? []).length > 0),
  ...(percent === "" ? [] : (["percent"] as const)),
  ...(window.tz === "" ? [] : (["window"] as const)),
];
