import { Anchor, Badge, Group, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { Schemas } from "#api/schemas.ts";
import { CopyButton } from "#parts/copy-button.tsx";
import { Leaving } from "#parts/leaving.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { LinkEditor } from "./link-editor.tsx";
import { LinkHistory } from "./link-history.tsx";
import { FIELDS, RULES } from "./link-makings.ts";
import { LinkQr } from "./link-qr.tsx";
import { LinkRules } from "./link-rules.tsx";
import { linkQuery } from "./links-query.ts";
import { NewLink } from "./new-link.tsx";
import { useLinkForm } from "./use-link-form.ts";

/** One link: its fields, its rules, its code and its past; or one that is to be made. */
export function LinkScreen() {
  const { slug = "" } = useParams({ strict: false });
  const handle = useHandle();
  // No slug is as short as this word.
  const isNew = slug === "new";
  const query = useQuery({ ...linkQuery(handle, slug), enabled: !isNew });
  if (isNew) {
    return (
      <Page title={t("links.create")}>
        <NewLink />
      </Page>
    );
  }
  const link = query.data;
  return (
    <Page title={`/${slug}`} actions={link && <Address link={link} />}>
      <Loaded query={query}>{(loaded) => <Parts key={`${handle}/${slug}`} link={loaded} />}</Loaded>
    </Page>
  );
}

function Address({ link }: { readonly link: Schemas["Link"] }) {
  const handle = useHandle();
  return (
    <>
      <Badge color={link.status === "LIVE" ? "teal.9" : "gray.7"}>{t(`links.status.${link.status}`)}</Badge>
      <Anchor href={link.shortUrl} target="_blank" rel="noopener" className="slug" underline="always">
        {link.shortUrl.replace(/^https?:\/\//, "")}
      </Anchor>
      <CopyButton value={link.shortUrl} />
      <Anchor
        size="sm"
        underline="always"
        renderRoot={(props) => (
          <Link {...props} to="/$handle/analytics" params={{ handle }} search={{ slug: link.slug }} />
        )}
      >
        {t("links.to-analytics")}
      </Anchor>
    </>
  );
}

/** What is typed in one part is kept while another is looked at. */
function Parts({ link }: { readonly link: Schemas["Link"] }) {
  const fields = useLinkForm(link, FIELDS);
  const rules = useLinkForm(link, RULES);
  return (
    <Tabs defaultValue="edit" keepMounted={false}>
      <Tabs.List>
        <Group gap={0}>
          <Tabs.Tab value="edit">{t("links.edit")}</Tabs.Tab>
          <Tabs.Tab value="rules">{t("rules.title")}</Tabs.Tab>
          <Tabs.Tab value="qr">{t("qr.title")}</Tabs.Tab>
          <Tabs.Tab value="history">{t("history.title")}</Tabs.Tab>
        </Group>
      </Tabs.List>
      <Tabs.Panel value="edit" pt="lg">
        <LinkEditor saved={fields} />
      </Tabs.Panel>
      <Tabs.Panel value="rules" pt="lg">
        <LinkRules saved={rules} />
      </Tabs.Panel>
      <Tabs.Panel value="qr" pt="lg">
        <LinkQr link={link} />
      </Tabs.Panel>
      <Tabs.Panel value="history" pt="lg">
        <LinkHistory link={link} />
      </Tabs.Panel>
      <Leaving isChanged={fields.isChanged || rules.isChanged} />
    </Tabs>
  );
}
