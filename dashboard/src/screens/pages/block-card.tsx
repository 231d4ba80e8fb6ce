import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { type TextKey, t } from "#text/t.ts";
import { fieldsOf } from "./block-kinds.ts";
import type { Problems } from "./draft-problems.ts";
import { FieldInput } from "./field-input.tsx";
import type { KeyedBlock, Value } from "./page-draft.ts";

type Props = {
  readonly id: number;
  readonly block: KeyedBlock["block"];
  readonly place: number;
  readonly count: number;
  readonly isOpen: boolean;
  readonly problems: Problems;
  readonly onFocus: () => void;
  readonly onToggle: () => void;
  readonly onChange: (block: KeyedBlock["block"], about: string) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
};

/** One block: closed, what it says; open, its fields. With Alt and an arrow key it is moved from wherever one is in it. */
export function BlockCard(props: Props) {
  const { id, block, place, isOpen, problems, onChange, onMove } = props;
  const path = `blocks.${place}`;
  const isWrong = Object.keys(problems).some((one) => one === path || one.startsWith(`${path}.`));
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <Paper
      withBorder
      p="sm"
      component="li"
      onKeyDown={onKeyDown}
      onFocus={props.onFocus}
      data-block={block.type}
      data-key={id}
    >
      <Stack gap="sm">
        <Head {...props} isWrong={isWrong} />
        {isOpen &&
          fieldsOf(block.type).map((field) => (
            <FieldInput
              key={field.name}
              {...{ field, path, problems, type: block.type, values: block }}
              onChange={(to, about) => onChange({ ...to, type: block.type }, about)}
            />
          ))}
        {isOpen && fieldsOf(block.type).length === 0 && (
          <Text size="sm" c="dimmed">
            {t("block.nothing")}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

type HeadProps = Props & { readonly isWrong: boolean };

function Head({ block, place, count, isOpen, isWrong, ...deeds }: HeadProps) {
  const small = { size: "compact-sm", variant: "default" } as const;
  const kind = kindOf(block.type);
  const of = { place: place + 1, kind };
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
      <Button
        variant="subtle"
        color="gray"
        justify="flex-start"
        flex={1}
        miw={0}
        h="auto"
        py={4}
        px={6}
        aria-expanded={isOpen}
        onClick={deeds.onToggle}
      >
        <Stack gap={0} align="flex-start" miw={0}>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {t("block.head", of)}
          </Text>
          {!isOpen && block.type !== "divider" && (
            <Text size="sm" c="dimmed" className="cut" maw="100%">
              {summaryOf(block)}
            </Text>
          )}
          {isWrong && (
            <Text size="sm" c="red.8" className="wrong">
              {t("block.wrong")}
            </Text>
          )}
        </Stack>
      </Button>
      <Group gap={4} wrap="nowrap">
        <Button
          {...small}
          disabled={place === 0}
          aria-label={t("block.up", of)}
          onClick={() => deeds.onMove(-1)}
        >
          ↑
        </Button>
        <Button
          {...small}
          disabled={place === count - 1}
          aria-label={t("block.down", of)}
          onClick={() => deeds.onMove(1)}
        >
          ↓
        </Button>
        <Button {...small} aria-label={t("block.duplicate", of)} onClick={deeds.onDuplicate}>
          <svg
            width="14"
            height="14"
            viewBox="0 0 14 14"
            fill="none"
            stroke="currentColor"
            aria-hidden="true"
          >
            <rect x="1" y="1" width="8" height="8" rx="1.5" />
            <path d="M5 12.5h6a1.5 1.5 0 0 0 1.5-1.5V5" />
          </svg>
        </Button>
        <Button {...small} aria-label={t("block.remove", of)} onClick={deeds.onRemove}>
          ✕
        </Button>
      </Group>
    </Group>
  );
}

const kindOf = (type: string) =>
  fieldsOf(type).length > 0 || type === "divider" ? t(`block.kind.${type}` as TextKey) : type;

/** The first words in it; an address only where there are no words. */
function summaryOf(block: KeyedBlock["block"]): string {
  const fields = fieldsOf(block.type);
  const words = fields.filter(({ as }) => as !== "URL" && as !== "CHOICE").map(({ name }) => block[name]);
  const urls = fields.filter(({ as }) => as === "URL").map(({ name }) => block[name]);
  return firstText([...words, ...urls])?.slice(0, 120) ?? t("block.empty");
}

function firstText(values: readonly (Value | undefined)[]): string | undefined {
  for (const value of values) {
    const inside = typeof value === "object" && value !== null ? Object.values(value) : [];
    const text = typeof value === "string" ? value.trim() : firstText(inside);
    if (text) return text;
  }
  return undefined;
}
