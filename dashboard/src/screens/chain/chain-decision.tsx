import { NativeSelect, SimpleGrid, Stack, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { t } from "#text/t.ts";
import { ACTIONS, type ChainAction, FIELDS_OF } from "./chain-actions.ts";
import type { ChainPart } from "./chain-fields.tsx";

/** What a rule has a page do, each action with what it needs. */
export function ChainDecision(part: ChainPart) {
  const { form, set } = part;
  return (
    <Stack gap="xs">
      <Text fw={600}>{t("chain.then")}</Text>
      <NativeSelect
        {...{ label: t("chain.action"), description: t(`chain.action.${form.action}.hint`) }}
        inputWrapperOrder={["label", "input", "description", "error"]}
        value={form.action}
        data={ACTIONS.map((value) => ({ value, label: t(`chain.action.${value}`) }))}
        // What a payload had beside its fields was the other action's.
        onChange={(event) => set({ action: event.currentTarget.value as ChainAction, rest: {} })}
      />
      <Payload {...part} />
    </Stack>
  );
}

function Payload({ form, at, set }: ChainPart) {
  if (form.action === "segment") {
    return (
      <TagsInput
        {...{ label: t("chain.segments"), placeholder: "vip", required: true, acceptValueOnBlur: true }}
        error={at("decision.payload.segments")}
        value={[...form.segments]}
        onChange={(segments) => set({ segments })}
      />
    );
  }
  if (form.action === "custom") {
    return (
      <Textarea
        {...{ label: t("chain.json"), autosize: true, minRows: 4, spellCheck: false }}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        error={at("decision.payload")}
        value={form.json}
        onChange={(event) => set({ json: event.currentTarget.value })}
      />
    );
  }
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {FIELDS_OF[form.action].map((key) => (
        <TextInput
          key={key}
          {...{ label: t(`chain.field.${key}`), required: key === "destinationUrl" }}
          error={at(`decision.payload.${key}`)}
          value={form.texts[key] ?? ""}
          onChange={(event) => set({ texts: { ...form.texts, [key]: event.currentTarget.value } })}
        />
      ))}
    </SimpleGrid>
  );
}
