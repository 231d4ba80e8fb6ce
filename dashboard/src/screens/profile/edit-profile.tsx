import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { FormRefusal } from "#parts/form-refusal.tsx";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import type { SavedForm } from "#parts/saved-form.ts";
import { useSavedForm } from "#parts/use-saved-form.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { profileQuery } from "./profile-query.ts";

type Profile = Schemas["Profile"];

const FIELDS = ["displayName", "bio", "avatarUrl"] as const;
type Form = Record<(typeof FIELDS)[number], string>;

const formOf = ({ displayName, bio, avatarUrl }: Profile): Form => ({
  displayName: displayName ?? "",
  bio: bio ?? "",
  avatarUrl: avatarUrl ?? "",
});

const bodyOf = (form: Form) => FIELDS.map((key) => form[key].trim());

const changeOf = ({ base, form }: SavedForm<Profile, Form>) => {
  const before = formOf(base);
  const changed = FIELDS.filter((key) => form[key].trim() !== before[key]);
  return Object.fromEntries(changed.map((key) => [key, form[key].trim() || null]));
};

/** Name, words and picture of a handle; only what was touched is sent, and only as it was seen. */
export function EditProfile({ profile }: { readonly profile: Profile }) {
  const handle = useHandle();
  const saved = useSavedForm({
    ...{ seen: profile, query: profileQuery(handle), formOf, bodyOf },
    put: (made, { version }) =>
      ask(
        api.PUT("/v2/handles/{handle}/profile", {
          params: { path: { handle } },
          body: changeOf(made),
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSaved: () => notifyDone(t("profile.saved")),
  });
  const field = (key: keyof Form) => ({
    label: t(`profile.${key}`),
    description: t(`profile.${key}.hint`),
    value: saved.form[key],
    error: problemAt(saved.cause, key),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      saved.set({ [key]: value }),
  });
  return (
    <form onSubmit={saved.onSubmit}>
      <Stack>
        <TextInput {...field("displayName")} maxLength={100} placeholder={handle} />
        <Textarea {...field("bio")} maxLength={500} autosize minRows={2} maxRows={8} />
        <TextInput {...field("avatarUrl")} maxLength={2048} placeholder="https://example.com/me.png" />
        <FormRefusal saved={saved} beside={FIELDS} />
        <Group>
          <Button type="submit" loading={saved.isPending} disabled={!saved.isChanged}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
