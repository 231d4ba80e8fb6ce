import { Alert, Grid, Stack, Tabs, TextInput } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { Failure } from "#parts/failure.tsx";
import { Leaving } from "#parts/leaving.tsx";
import { Page as Frame } from "#parts/page.tsx";
import { t } from "#text/t.ts";
import { BlockList } from "./block-list.tsx";
import { missingProblems, type Problems, refusedProblems } from "./draft-problems.ts";
import { PageBar } from "./page-bar.tsx";
import { PageBuyers } from "./page-buyers.tsx";
import { PagePreview } from "./page-preview.tsx";
import { PageSettings } from "./page-settings.tsx";
import { PageStale } from "./page-stale.tsx";
import { PageVersions } from "./page-versions.tsx";
import { type PageEditor as Editor, usePageEditor } from "./use-page-editor.ts";
import { usePagePreview } from "./use-page-preview.ts";

/** A page is written here: its blocks and settings on one side, what visitors would see of them on the other. */
export function PageEditor({ page }: { readonly page: Schemas["Page"] }) {
  const editor = usePageEditor(page);
  const isWide = useMediaQuery("(min-width: 75em)", undefined, { getInitialValueInEffect: false });
  const [active, setActive] = useState<number>();
  const preview = usePagePreview(page.slug, editor.draft, active);
  const problems: Problems = {
    ...preview.problems,
    ...refusedProblems(editor.saving.error),
    ...(editor.isAsked && missingProblems(editor.missing)),
  };
  useHotkeys([
    ["mod+Z", editor.undo],
    ["mod+shift+Z", editor.redo],
  ]);
  const shown = (
    <PagePreview
      url={preview.url}
      leftOut={preview.leftOut}
      isWrong={preview.error !== null || editor.draft.title.trim() === ""}
    />
  );
  return (
    <Frame title={editor.page.title} hint={`/${page.slug}`} actions={<PageBar editor={editor} />}>
      <Leaving isChanged={editor.isChanged} />
      <Wrong editor={editor} />
      <Grid gap="lg">
        <Grid.Col span={isWide ? 7 : 12}>
          <Parts {...{ editor, problems }} onActive={setActive} preview={isWide ? undefined : shown} />
        </Grid.Col>
        {isWide && (
          <Grid.Col span={5}>
            <div className="beside">{shown}</div>
          </Grid.Col>
        )}
      </Grid>
    </Frame>
  );
}

function Wrong({ editor }: { readonly editor: Editor }) {
  if (editor.isStale) return <PageStale editor={editor} />;
  if (editor.saving.error) return <Failure cause={editor.saving.error} />;
  if (!editor.isAsked || editor.missing.length === 0) return null;
  return (
    <Alert color="red" role="alert">
      {t("pages.missing", { count: editor.missing.length })}
    </Alert>
  );
}

type PartsProps = {
  readonly editor: Editor;
  readonly problems: Problems;
  readonly onActive: (key: number) => void;
  readonly preview: ReactNode;
};

function Parts({ editor, problems, onActive, preview }: PartsProps) {
  const { draft, change, page } = editor;
  return (
    <Tabs defaultValue="content" keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="content">{t("pages.content")}</Tabs.Tab>
        <Tabs.Tab value="settings">{t("pages.settings")}</Tabs.Tab>
        {preview && <Tabs.Tab value="preview">{t("pages.preview")}</Tabs.Tab>}
        <Tabs.Tab value="versions">{t("history.title")}</Tabs.Tab>
        <Tabs.Tab value="buyers">{t("pages.buyers")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="content" pt="md">
        <Stack>
          <TextInput
            {...{ label: t("pages.name"), maxLength: 200, withAsterisk: true }}
            error={problems["title"]}
            value={draft.title}
            onChange={(event) => change({ title: event.currentTarget.value }, "title")}
          />
          <BlockList
            blocks={draft.blocks}
            problems={problems}
            onActive={onActive}
            onChange={(blocks, about) => change({ blocks }, about)}
          />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="settings" pt="md">
        <PageSettings {...{ draft, problems, change }} />
      </Tabs.Panel>
      {preview && (
        <Tabs.Panel value="preview" pt="md">
          {preview}
        </Tabs.Panel>
      )}
      <Tabs.Panel value="versions" pt="md">
        <PageVersions page={page} onRestored={editor.adopt} />
      </Tabs.Panel>
      <Tabs.Panel value="buyers" pt="md">
        <PageBuyers pageSlug={page.slug} />
      </Tabs.Panel>
    </Tabs>
  );
}
