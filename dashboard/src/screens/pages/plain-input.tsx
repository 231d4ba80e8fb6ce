import { NativeSelect, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import { instantOf, LAST_TIME, localTime } from "#parts/local-time.ts";
import { minorDigits } from "#text/format.ts";
import { type TextKey, t } from "#text/t.ts";
import type { Field } from "./block-kinds.ts";
import type { Value } from "./page-draft.ts";

type Props = {
  readonly field: Field;
  readonly value: Value;
  readonly error: string | undefined;
  /** Of the block, for a price. */
  readonly currency: string;
  /** `about` is empty for what is a step of its own, and names the field that is typed into otherwise. */
  readonly put: (to: Value, about: string) => void;
  readonly about: string;
};

/** A field that holds one thing: a line, a text, a number, a moment, a choice. */
export function PlainInput({ field, value, error, currency, put, about }: Props) {
  const { name, as, choices = [], isNullable = false, isRequired = false } = field;
  const common = { label: t(field.label), error, withAsterisk: isRequired };
  const text = String(value ?? "");
  const type = (typed: string) => put(typed || (isNullable ? null : ""), about);
  switch (as) {
    case "FLAG":
      return (
        <Switch
          label={common.label}
          checked={value === true}
          onChange={(event) => put(event.currentTarget.checked, "")}
        />
      );
    case "CHOICE": {
      const named = name === "kind" ? "asked" : name;
      const data = choices.map((one) => ({ value: one, label: t(`block.${named}.${one}` as TextKey) }));
      return (
        <NativeSelect
          {...{ ...common, data, value: text }}
          onChange={(event) => put(event.currentTarget.value, "")}
        />
      );
    }
    case "LINES":
      return (
        <TagsInput
          {...{ ...common, description: t("block.field.options.hint"), value: value as string[] }}
          onChange={(lines) => put(lines, "")}
        />
      );
    case "TEXT":
    case "CODE":
      return (
        <Textarea
          {...{ ...common, autosize: true, minRows: 3, maxRows: 20, value: text }}
          classNames={as === "CODE" ? { input: "slug" } : {}}
          spellCheck={as === "TEXT"}
          onChange={(event) => type(event.currentTarget.value)}
        />
      );
    case "MOMENT":
      return (
        <TextInput
          {...{ ...common, type: "datetime-local", max: LAST_TIME, value: localTime(text || null) }}
          onChange={(event) => put(instantOf(event.currentTarget.value) ?? "", about)}
        />
      );
    case "NUMBER":
    case "PRICE": {
      const unit = as === "PRICE" ? 10 ** minorDigits(currency) : 1;
      const put1 = (typed: string) => put(typed === "" ? null : Math.round(Number(typed) * unit), about);
      return (
        <TextInput
          {...{ ...common, type: "number", min: 0, step: "any" }}
          value={value === null ? "" : Number(value) / unit}
          onChange={(event) => put1(event.currentTarget.value)}
        />
      );
    }
    default:
      return (
        <TextInput
          {...{ ...common, value: text, inputMode: as === "URL" ? ("url" as const) : ("text" as const) }}
          placeholder={as === "URL" ? "https://example.com/" : ""}
          onChange={(event) => type(event.currentTarget.value)}
        />
      );
  }
}
