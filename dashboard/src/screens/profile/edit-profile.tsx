import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { profileQuery } from "./profile-query.ts";

const FIELDS = ["displayName", "bio", "avatarUrl"] as const;
type Form = Record<(typeof FIELDS)[number], string>;

const formOf = ({ displayName, bio, avatarUrl }: Schemas["Profile"]): Form => ({
  displayName: displayName ?? "",
  bio: bio ?? "",
  avatarUrl: avatarUrl ?? "",
});

/** Name, words and picture of a handle; only what was touched is sent, and only as it was seen. */
export function EditProfile({ profile }: { readonly profile: Schemas["Profile"] }) {
  const handle = useHandle();
  const queries = useQueryClient();
  const before = formOf(profile);
  const [form, setForm] = useState(before);
  const changed = FIELDS.filter((key) => form[key].trim() !== before[key]);
  const saving = useMutation({
    mutationFn: () =>
      ask(
        api.PUT("/v2/handles/{handle}/profile", {
          params: { path: { handle } },
          body: Object.fromEntries(changed.map((key) => [key, form[key].trim() || null])),
          headers: { "if-match": `"${profile.version}"` },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(profileQuery(handle).queryKey, saved);
      setForm(formOf(saved));
      notifyDone(t("profile.saved"));
    },
  });
  const field = (key: keyof Form) => ({
    label: t(`profile.${key}`),
    description: t(`profile.${key}.hint`),
    value: form[key],
    error: problemAt(saving.error, key),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setForm((now) => ({ ...now, [key]: value })),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Stack>
        <TextInput {...field("displayName")} maxLength={100} placeholder={handle} />
        <Textarea {...field("bio")} maxLength={500} autosize minRows={2} maxRows={8} />
        <TextInput {...field("avatarUrl")} maxLength={2048} placeholder="https://example.com/me.png" />
        <Refusal cause={saving.error} beside={FIELDS} />
        <Group>
          <Button type="submit" loading={saving.isPending} disabled={changed.length === 0}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
