import { Fieldset, Paper, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { t } from "#text/t.ts";
import type { EditorPart } from "./link-fields.tsx";
import type { LinkForm } from "./link-form.ts";

const UTM = ["utmSource", "utmMedium", "utmCampaign", "utmTerm", "utmContent"] as const;

/** What a link adds to its destination, and how it looks where it is shared. */
export function LinkSharing({ form, problems, set }: EditorPart) {
  return (
    <>
      <Fieldset legend={t("utm.title")}>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          {UTM.map((key) => (
            <TextInput
              key={key}
              label={t(`utm.${key}`)}
              maxLength={200}
              value={form[key]}
              onChange={(event) => set({ [key]: event.currentTarget.value })}
            />
          ))}
        </SimpleGrid>
      </Fieldset>
      <Fieldset legend={t("social.title")}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Stack>
            <TextInput
              {...{ label: t("social.heading"), maxLength: 200 }}
              value={form.socialTitle}
              onChange={(event) => set({ socialTitle: event.currentTarget.value })}
            />
            <Textarea
              {...{ label: t("social.text"), maxLength: 500, autosize: true }}
              value={form.socialDescription}
              onChange={(event) => set({ socialDescription: event.currentTarget.value })}
            />
            <TextInput
              {...{ label: t("social.image"), type: "url" }}
              error={problems.socialImage}
              value={form.socialImage}
              onChange={(event) => set({ socialImage: event.currentTarget.value })}
            />
          </Stack>
          <SocialCard form={form} />
        </SimpleGrid>
      </Fieldset>
    </>
  );
}

/** As networks show it. The picture is named and not loaded: this page asks nobody else for anything. */
function SocialCard({ form }: { readonly form: LinkForm }) {
  const { destinationUrl, socialTitle, socialDescription, socialImage, title } = form;
  const host = URL.canParse(destinationUrl) ? new URL(destinationUrl).host : "";
  return (
    <Paper
      withBorder
      radius="lg"
      style={{ overflow: "hidden" }}
      aria-label={t("social.preview")}
      component="figure"
      m={0}
    >
      <Stack gap={0} justify="center" align="center" h={150} bg="var(--mantine-color-default-hover)" p="sm">
        <Text size="xs" className="secret" ta="center">
          {socialImage === "" ? t("social.no-image") : socialImage}
        </Text>
      </Stack>
      <Stack gap={2} p="md">
        <Text size="xs" c="dimmed" tt="uppercase">
          {host}
        </Text>
        <Text fw={600} lineClamp={2}>
          {socialTitle || title || host || t("social.no-title")}
        </Text>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {socialDescription}
        </Text>
      </Stack>
    </Paper>
  );
}
