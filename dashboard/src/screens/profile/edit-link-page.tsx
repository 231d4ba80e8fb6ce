import { Button, Fieldset, Group, Stack, TextInput } from "@mantine/core";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { FormRefusal } from "#parts/form-refusal.tsx";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { ThemeFields } from "#parts/theme-fields.tsx";
import { useSavedForm } from "#parts/use-saved-form.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { changeOfLinkPage, formOfLinkPage } from "./link-page-form.ts";
import { LinkRows } from "./link-rows.tsx";
import { linkPageQuery } from "./profile-query.ts";
import { SocialRows } from "./social-rows.tsx";

type LinkPage = Schemas["LinkPage"];

const BESIDE = ["language", "theme.accent", "theme.css"];

/** Which links the root of the handle shows, in which order, and how it looks. */
export function EditLinkPage({ page }: { readonly page: LinkPage }) {
  const saved = useLinkPageForm(page);
  const { form, set, isChanged } = saved;
  const problem = (path: string) => problemAt(saved.cause, path);
  const rows = [...form.links.map((_, index) => `links.${index}`)];
  const others = form.socials.flatMap((_, index) => [`socials.${index}.label`, `socials.${index}.url`]);
  return (
    <form onSubmit={saved.onSubmit}>
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
        <FormRefusal saved={saved} beside={[...BESIDE, ...rows, ...others]} />
        <Group>
          <Button type="submit" loading={saved.isPending} disabled={!isChanged}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useLinkPageForm(page: LinkPage) {
  const handle = useHandle();
  return useSavedForm({
    ...{ seen: page, query: linkPageQuery(handle), formOf: formOfLinkPage, bodyOf: changeOfLinkPage },
    put: ({ form }, { version }) =>
      ask(
        api.PUT("/v2/handles/{handle}/link-page", {
          params: { path: { handle } },
          body: changeOfLinkPage(form),
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSaved: () => notifyDone(t("profile.saved")),
  });
}
