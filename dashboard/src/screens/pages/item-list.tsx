import { Button, Fieldset, Group, Input, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "#text/t.ts";
import { moved } from "./moved.ts";
import type { Fields } from "./page-draft.ts";

type Items = readonly Fields[];
type Props = {
  readonly label: string;
  readonly items: Items;
  /** What another one begins with. */
  readonly fresh: Fields;
  readonly error: string | undefined;
  readonly onChange: (to: Items) => void;
  /** The fields of one; `set` is the list with that one changed. */
  readonly children: (item: Fields, place: number, set: (to: Fields) => Items) => ReactNode;
};

/** The items of a block that has several: links, questions, the fields of a form. */
export function ItemList({ label, items, fresh, error, onChange, children }: Props) {
  const small = { size: "compact-sm", variant: "default" } as const;
  return (
    <Stack gap="xs">
      {items.map((item, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item has no name of its own, and keeps nothing but what it is given
        <Fieldset key={place} legend={t("block.item", { place: place + 1 })} p="sm">
          <Stack gap="xs">
            {children(item, place, (to) => items.map((other, at) => (at === place ? to : other)))}
            <Group gap={6} justify="flex-end">
              <Button
                {...small}
                disabled={place === 0}
                aria-label={t("block.item.up", { place: place + 1 })}
                onClick={() => onChange(moved(items, place, -1))}
              >
                ↑
              </Button>
              <Button
                {...small}
                disabled={place === items.length - 1}
                aria-label={t("block.item.down", { place: place + 1 })}
                onClick={() => onChange(moved(items, place, 1))}
              >
                ↓
              </Button>
              <Button
                {...small}
                disabled={items.length === 1}
                aria-label={t("block.item.remove", { place: place + 1 })}
                onClick={() => onChange(items.filter((_, at) => at !== place))}
              >
                {t("action.remove")}
              </Button>
            </Group>
          </Stack>
        </Fieldset>
      ))}
      {error !== undefined && <Input.Error>{error}</Input.Error>}
      <Group>
        <Button {...small} onClick={() => onChange([...items, fresh])}>
          {t("block.item.add", { of: label })}
        </Button>
      </Group>
    </Stack>
  );
}
