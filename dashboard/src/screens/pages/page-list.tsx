import { Anchor, Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { CopyButton } from "#parts/copy-button.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment, formatPrice } from "#text/format.ts";
import { t } from "#text/t.ts";
import { statusOf } from "./page-status.ts";

type Page = Schemas["Page"];

const COLORS = { DRAFT: "gray.7", PUBLISHED: "teal.9", WAITING: "orange.9" } as const;

/** Each page: what it is called, where it is, and whether visitors see it. */
export function PageList({ pages }: { readonly pages: readonly Page[] }) {
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
      {pages.map((page) => (
        <Paper key={page.slug} component="li" withBorder p="sm">
          <PageRow page={page} />
        </Paper>
      ))}
    </Stack>
  );
}

function PageRow({ page }: { readonly page: Page }) {
  const { slug, title, mode, priceCents, currency, updatedAt, url } = page;
  const handle = useHandle();
  const [isRemoving, setRemoving] = useState(false);
  const status = statusOf(page);
  return (
    <Group justify="space-between" gap="sm">
      <Stack gap={4} flex="1 1 280px" miw={0}>
        <Anchor
          fw={600}
          renderRoot={(props) => (
            <Link {...props} to="/$handle/pages/$pageSlug" params={{ handle, pageSlug: slug }} />
          )}
        >
          {title}
        </Anchor>
        <Text size="sm" c="dimmed">
          <span className="slug">/{slug}</span> · {formatMoment(updatedAt)}
        </Text>
        <Group gap={6}>
          <Badge color={COLORS[status]}>{t(`pages.status.${status}`)}</Badge>
          {mode !== "PUBLIC" && (
            <Badge variant="default" tt="none">
              {t(`pages.mode.${mode}`)}
              {priceCents !== null && currency !== null && ` · ${formatPrice(priceCents, currency)}`}
            </Badge>
          )}
        </Group>
      </Stack>
      <Group gap="xs">
        {status !== "DRAFT" && <CopyButton value={url} label={t("files.copy")} />}
        <Button
          size="xs"
          variant="default"
          aria-label={t("pages.delete.of", { title })}
          onClick={() => setRemoving(true)}
        >
          {t("links.delete")}
        </Button>
      </Group>
      {isRemoving && <Removing page={page} onClose={() => setRemoving(false)} />}
    </Group>
  );
}

type RemovingProps = { readonly page: Page; readonly onClose: () => void };

function Removing({ page: { slug, version }, onClose }: RemovingProps) {
  const handle = useHandle();
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: () =>
      ask(
        api.DELETE("/v2/handles/{handle}/pages/{pageSlug}", {
          params: { path: { handle, pageSlug: slug } },
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onError: notifyFailed,
    onSuccess: () => notifyDone(t("pages.deleted", { slug })),
    onSettled: () => {
      onClose();
      return queries.invalidateQueries({ queryKey: ["pages", handle] });
    },
  });
  return (
    <ConfirmName
      title={t("pages.delete")}
      name={slug}
      verb={t("links.delete")}
      isPending={removing.isPending}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    >
      {t("pages.delete.hint")}
    </ConfirmName>
  );
}
