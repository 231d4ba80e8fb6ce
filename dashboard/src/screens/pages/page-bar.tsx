import { Badge, Button, Group } from "@mantine/core";
import { t } from "#text/t.ts";
import { statusOf } from "./page-status.ts";
import type { PageEditor } from "./use-page-editor.ts";

const COLORS = { DRAFT: "gray.7", PUBLISHED: "teal.9", WAITING: "orange.9" } as const;

/** Where a page stands, and everything that is done to it as a whole. */
export function PageBar({ editor }: { readonly editor: PageEditor }) {
  const { page, history, isChanged, saving } = editor;
  const status = statusOf(page);
  const small = { size: "sm", variant: "default" } as const;
  return (
    <Group gap="xs">
      <Badge color={COLORS[status]}>{t(`pages.status.${status}`)}</Badge>
      {page.status === "PUBLISHED" && (
        <Button {...small} component="a" href={page.url} target="_blank" rel="noreferrer">
          {t("pages.visit")}
        </Button>
      )}
      <Button {...small} disabled={history.past.length === 0} onClick={editor.undo}>
        {t("action.undo")}
      </Button>
      <Button {...small} disabled={history.future.length === 0} onClick={editor.redo}>
        {t("pages.redo")}
      </Button>
      <Button
        {...small}
        disabled={!isChanged}
        loading={saving.isPending && saving.variables?.next === undefined}
        onClick={() => editor.save()}
      >
        {t("pages.save")}
      </Button>
      {page.status === "PUBLISHED" && (
        <Button
          {...small}
          loading={saving.isPending && saving.variables?.next === "UNPUBLISH"}
          onClick={() => editor.save({ next: "UNPUBLISH" })}
        >
          {t("pages.unpublish")}
        </Button>
      )}
      <Button
        size="sm"
        disabled={status === "PUBLISHED" && !isChanged}
        loading={saving.isPending && saving.variables?.next === "PUBLISH"}
        onClick={() => editor.save({ next: "PUBLISH" })}
      >
        {t("pages.publish")}
      </Button>
    </Group>
  );
}
