import { Button, Fieldset, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { ThemeFields } from "#parts/theme-fields.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { changeOfLinkPage, formOfLinkPage, type LinkPageForm } from "./link-page-form.ts";
import { LinkRows } from "./link-rows.tsx";
import { linkPageQuery } from "./profile-query.ts";
import { SocialRows } from "./social-rows.tsx";

const BESIDE = ["language", "theme.accent", "theme.css"];

/** Which links the root of the handle shows, in which order, and how it looks. */
export function EditLinkPage({ page }: { readonly page: Schemas["LinkPage"] }) {
  const [before, setBefore] = useState(() => formOfLinkPage(page));
  const [form, setForm] = useState(before);
  const set = (change: Partial<LinkPageForm>) => setForm((now) => ({ ...now, ...change }));
  const saving = useSaveLinkPage(page, (saved) => {
    setBefore(saved);
    setForm(saved);
  });
  const isChanged = JSON.stringify(changeOfLinkPage(form)) !== JSON.stringify(changeOfLinkPage(before));
  const problem = (path: string) => problemAt(saving.error, path);
  const rows = [...form.links.map((_, index) => `links.${index}`)];
  const others = form.socials.flatMap((_, index) => [`socials.${index}.label`, `socials.${index}.url`]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(form);
      }}
    >
      <Stack>
        <LinkRows rows={form.links} problem={problem} onChange={(links) => set({ links })} />
        <SocialRows rows={form.socials} problem={problem} onChange={(socials) => set({ socials })} />
        <Fieldset legend={t("pages.theme")}>
          <ThemeFields
            theme={form.theme}
            problems={{ "theme.accent": problem("theme.accent"), "theme.css": problem("theme.css") }}
            onChange={(theme) => set({ theme: { ...form.theme, ...theme } })}
          />
        </Fieldset>
        <TextInput
          {...{ label: t("pages.language"), placeholder: "en", maw: 200 }}
          value={form.language}
          error={problem("language")}
          onChange={(event) => set({ language: event.currentTarget.value })}
        />
        <Refusal cause={saving.error} beside={[...BESIDE, ...rows, ...others]} />
        <Group>
          <Button type="submit" loading={saving.isPending} disabled={!isChanged}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useSaveLinkPage({ version }: Schemas["LinkPage"], onSaved: (form: LinkPageForm) => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (form: LinkPageForm) =>
      ask(
        api.PUT("/v2/handles/{handle}/link-page", {
          params: { path: { handle } },
          body: changeOfLinkPage(form),
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(linkPageQuery(handle).queryKey, saved);
      onSaved(formOfLinkPage(saved));
      notifyDone(t("profile.saved"));
    },
  });
}
