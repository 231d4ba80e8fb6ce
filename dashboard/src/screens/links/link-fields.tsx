import { Paper, SimpleGrid, Stack, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import { t } from "#text/t.ts";
import type { LinkForm } from "./link-form.ts";
import { LinkLimits } from "./link-limits.tsx";
import { LinkSharing } from "./link-sharing.tsx";

/** What every part of the editor is given. */
export type EditorPart = {
  readonly form: LinkForm;
  readonly problems: Readonly<Partial<Record<keyof LinkForm, string>>>;
  readonly set: (change: Partial<LinkForm>) => void;
};

/** All fields of a link but its rules. What is wrong is said while it is typed. */
export function LinkFields({ isNew, ...part }: EditorPart & { readonly isNew: boolean }) {
  return (
    <>
      <Basics {...part} isNew={isNew} />
      <LinkLimits {...part} />
      <LinkSharing {...part} />
    </>
  );
}

function Basics({ form, problems, set, isNew }: EditorPart & { readonly isNew: boolean }) {
  return (
    <Paper withBorder p="md">
      <Stack>
        <TextInput
          {...{
            label: t("links.destination"),
            type: "url",
            placeholder: "https://example.com/launch",
            required: true,
          }}
          error={problems.destinationUrl}
          value={form.destinationUrl}
          onChange={(event) => set({ destinationUrl: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            {...{ label: t("links.slug"), description: t(isNew ? "links.slug.rule" : "links.slug.fixed") }}
            disabled={!isNew}
            error={problems.slug}
            value={form.slug}
            onChange={(event) => set({ slug: event.currentTarget.value })}
          />
          <TextInput
            {...{ label: t("links.name"), description: t("links.name.hint"), maxLength: 200 }}
            value={form.title}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
        </SimpleGrid>
        <Textarea
          label={t("links.description")}
          autosize
          maxLength={1000}
          value={form.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <TagsInput label={t("links.tags")} value={form.tags} onChange={(tags) => set({ tags })} />
        <Switch
          label={t("links.enabled")}
          description={t("links.enabled.hint")}
          checked={form.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
      </Stack>
    </Paper>
  );
}
