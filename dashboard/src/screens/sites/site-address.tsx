import { Anchor, Badge, Button, Group, Paper, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { CopyButton } from "#parts/copy-button.tsx";
import { Failure } from "#parts/failure.tsx";
import { notifyDone } from "#parts/notify.ts";
import { useHandle, useRole } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

type Mode = Schemas["SiteMode"];
const MODES = ["SITE", "LINKTREE", "REDIRECT"] as const;

/** Where the handle is on the web, and what is shown there; only its owner changes that. */
export function SiteAddress({ mode }: { readonly mode: Mode }) {
  const [isOpen, setOpen] = useState(false);
  const isOwner = useRole() === "OWNER";
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="sm">
            <Anchor href={mode.url} target="_blank" rel="noreferrer" fw={600} className="secret">
              {mode.url}
            </Anchor>
            <Badge variant="default" tt="none">
              {t(`sites.mode.${mode.mode}`)}
            </Badge>
          </Group>
          <Group gap="xs">
            <CopyButton value={mode.url} />
            {isOwner && (
              <Button size="xs" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                {t("sites.mode.change")}
              </Button>
            )}
          </Group>
        </Group>
        {mode.mode === "REDIRECT" && (
          <Text size="sm" className="secret">
            {t("sites.mode.to", { url: mode.redirectUrl ?? "" })}
          </Text>
        )}
        {isOpen && <ModeForm key={mode.version} mode={mode} onSaved={() => setOpen(false)} />}
      </Stack>
    </Paper>
  );
}

function ModeForm({ mode: before, onSaved }: { readonly mode: Mode; readonly onSaved: () => void }) {
  const handle = useHandle();
  const queries = useQueryClient();
  const [mode, setMode] = useState(before.mode);
  const [redirectUrl, setUrl] = useState(before.redirectUrl ?? "");
  const saving = useMutation({
    mutationFn: () =>
      ask(
        api.PUT("/v2/handles/{handle}/site-mode", {
          params: { path: { handle } },
          headers: { "if-match": `"${before.version}"` },
          body: { mode, ...(mode === "REDIRECT" && { redirectUrl }) },
        }),
      ),
    onSuccess: (saved) => {
      notifyDone(t("sites.mode.saved"));
      queries.setQueryData(["sites", handle, "mode"], saved);
      onSaved();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Stack gap="sm" maw={560}>
        <Radio.Group label={t("sites.mode.title")} value={mode} onChange={setMode}>
          <Stack gap="xs" mt="xs">
            {MODES.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`sites.mode.${value}`)}
                description={t(`sites.mode.${value}.hint`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {mode === "REDIRECT" && (
          <TextInput
            {...{ label: t("links.destination"), type: "url", required: true }}
            placeholder="https://example.com/"
            value={redirectUrl}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
        )}
        {saving.error && <Failure cause={saving.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={saving.isPending}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
