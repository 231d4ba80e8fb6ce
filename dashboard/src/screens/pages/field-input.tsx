import { Stack, Switch } from "@mantine/core";
import { t } from "#text/t.ts";
import { FIELDS_OF_BUTTON, type Field, FRESH_ITEMS } from "./block-kinds.ts";
import type { Problems } from "./draft-problems.ts";
import { ItemList } from "./item-list.tsx";
import type { Fields, Value } from "./page-draft.ts";
import { PlainInput } from "./plain-input.tsx";

type Props = {
  readonly field: Field;
  /** All of the block, or of the item. */
  readonly values: Fields;
  /** Where the block or the item is, as the API writes it. */
  readonly path: string;
  readonly problems: Problems;
  readonly onChange: (to: Fields, about: string) => void;
  /** Of the block. */
  readonly type: string;
};

/** One field of a block, asked for as its kind wants it; fields that have fields are asked for with those. */
export function FieldInput({ field, values, path, problems, onChange, type }: Props) {
  const { name, as, of = [], when } = field;
  const value = values[name] ?? null;
  const here = `${path}.${name}`;
  const put = (to: Value, about: string) => {
    // Only a choice has options, and the API refuses them elsewhere.
    const isOther = name === "kind" && to !== "select";
    onChange({ ...values, [name]: to, ...(isOther && { options: [] }) }, about);
  };
  if (when?.(values) === false) return null;
  const error = problems[here];
  if (as === "ITEMS") {
    return (
      <ItemList
        label={t(field.label)}
        items={value as readonly Fields[]}
        fresh={FRESH_ITEMS[`${type}.${name}`] ?? {}}
        error={error}
        onChange={(to) => put(to, "")}
      >
        {(item, place, set) =>
          of.map((one) => (
            <FieldInput
              key={one.name}
              {...{ field: one, values: item, path: `${here}.${place}`, problems, type }}
              onChange={(to, about) => put(set(to), about)}
            />
          ))
        }
      </ItemList>
    );
  }
  if (as !== "BUTTON") {
    const currency = String(values["currency"] ?? "");
    return <PlainInput {...{ field, value, error, currency, put }} about={here} />;
  }
  return (
    <Stack gap="xs">
      <Switch
        label={t(field.label)}
        checked={value !== null}
        onChange={(event) => put(event.currentTarget.checked ? { label: "", url: "" } : null, "")}
      />
      {value !== null &&
        FIELDS_OF_BUTTON.map((one) => (
          <FieldInput
            key={one.name}
            {...{ field: one, path: here, problems, type }}
            values={value as Fields}
            onChange={put}
          />
        ))}
    </Stack>
  );
}
