import { Button, Group, Menu, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { t } from "#text/t.ts";
import { BlockCard } from "./block-card.tsx";
import { BLOCK_TYPES, type BlockType, freshBlock } from "./block-kinds.ts";
import type { Problems } from "./draft-problems.ts";
import { moved } from "./moved.ts";
import { type KeyedBlock, nextKey } from "./page-draft.ts";
import { useBlockFocus } from "./use-block-focus.ts";

type Props = {
  readonly blocks: readonly KeyedBlock[];
  readonly problems: Problems;
  /** Told in which block somebody is. */
  readonly onActive: (key: number) => void;
  readonly onChange: (blocks: readonly KeyedBlock[], about: string) => void;
};

const BLOCKS_MAX = 100;

/** The blocks of a page in their order. What happens to them is said to a screen reader, and focus stays where it was. */
export function BlockList({ blocks, problems, onActive, onChange }: Props) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [said, say] = useState("");
  const focus = useBlockFocus(blocks);
  const toggle = (key: number) =>
    setOpen(
      (before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]),
    );
  const insert = (block: KeyedBlock["block"], place: number) => {
    const key = nextKey();
    focus.goTo(key);
    setOpen((before) => new Set([...before, key]));
    onChange([...blocks.slice(0, place), { key, block }, ...blocks.slice(place)], "");
    say(t("block.added", { place: place + 1 }));
  };
  const move = (place: number, by: -1 | 1) => {
    const next = moved(blocks, place, by);
    if (next === blocks) return;
    focus.keep();
    onChange(next, "");
    say(t("block.moved", { place: place + 1 + by, count: blocks.length }));
  };
  return (
    <Stack gap="sm">
      {blocks.length === 0 && <Text c="dimmed">{t("block.none")}</Text>}
      <Stack component="ol" gap="xs" p={0} m={0} style={{ listStyle: "none" }} aria-label={t("block.title")}>
        {blocks.map(({ key, block }, place) => (
          <BlockCard
            key={key}
            {...{ id: key, block, place, problems, count: blocks.length, isOpen: open.has(key) }}
            onFocus={() => onActive(key)}
            onToggle={() => toggle(key)}
            onChange={(to, about) =>
              onChange(
                blocks.map((one) => (one.key === key ? { key, block: to } : one)),
                about,
              )
            }
            onMove={(by) => move(place, by)}
            onDuplicate={() => insert(block, place + 1)}
            onRemove={() => {
              onChange(
                blocks.filter((one) => one.key !== key),
                "",
              );
              say(t("block.removed", { place: place + 1 }));
            }}
          />
        ))}
      </Stack>
      <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>
      <Group>
        <Menu returnFocus={false}>
          <Menu.Target>
            <Button variant="default" disabled={blocks.length >= BLOCKS_MAX}>
              {t("block.add")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {BLOCK_TYPES.map((type: BlockType) => (
              <Menu.Item key={type} onClick={() => insert(freshBlock(type), blocks.length)}>
                {t(`block.kind.${type}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Stack>
  );
}
