import {
  Button,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "#api/api-error.ts";
import type { Schemas } from "#api/schemas.ts";
import { Failure } from "#parts/failure.tsx";
import { notifyDone } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { changeOf, formOf, type LinkForm } from "./link-form.ts";
import { LinkLimits } from "./link-limits.tsx";
import { problemsOf } from "./link-problems.ts";
import { LinkSharing } from "./link-sharing.tsx";
import { useSaveLink } from "./use-save-link.ts";

/** What every part of the editor is given. */
export type EditorPart = {
  readonly form: LinkForm;
  readonly problems: Readonly<Partial<Record<keyof LinkForm, string>>>;
  readonly set: (change: Partial<LinkForm>) => void;
};

/** The fields of a link. What is wrong is said while it is typed; what the server refuses is said with its words. */
export function LinkEditor({ link }: { readonly link: Schemas["Link"] | undefined }) {
  const handle = useHandle();
  const navigate = useNavigate();
  const [before] = useState(() => formOf(link));
  const [form, setForm] = useState(before);
  const saving = useSaveLink(link, ({ slug }) => {
    notifyDone(t("links.saved", { slug }));
    if (link === undefined) void navigate({ to: "/$handle/links/$slug", params: { handle, slug } });
  });
  const body = changeOf(before, form);
  const problems = problemsOf(form);
  const isUnchanged = Object.keys(body).length === 0 || Object.keys(problems).length > 0;
  const part: EditorPart = { form, problems, set: (change) => setForm((now) => ({ ...now, ...change })) };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isUnchanged) saving.mutate({ slug: link?.slug ?? form.slug, body });
      }}
    >
      <Stack gap="lg" maw={960}>
        <Basics {...part} isNew={link === undefined} />
        <LinkLimits {...part} />
        <LinkSharing {...part} />
        {saving.error && <Refused cause={saving.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={saving.isPending} disabled={isUnchanged}>
            {link === undefined ? t("links.create.do") : t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Refused({ cause }: { readonly cause: Error }) {
  const isStale = cause instanceof ApiError && cause.code === "precondition_failed";
  return isStale ? (
    <Failure cause={new ApiError(cause.code, t("links.stale"), 412, cause.requestId, [])} />
  ) : (
    <Failure cause={cause} />
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
