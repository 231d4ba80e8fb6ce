import { Button, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { t } from "#text/t.ts";
import { beginStarting } from "./starting.ts";

/** Claims a handle: the name under which all links live. */
export function FirstHandle({ onMade }: { readonly onMade: (handle: string) => void }) {
  const queries = useQueryClient();
  const [handle, setHandle] = useState("");
  const [displayName, setDisplayName] = useState("");
  const claiming = useMutation({
    mutationFn: () => ask(api.POST("/v2/handles", { body: { handle, displayName: displayName || null } })),
    onSuccess: async (made) => {
      beginStarting();
      await queries.invalidateQueries({ queryKey: ["me"] });
      onMade(made.handle);
    },
  });
  return (
    <Paper withBorder p="lg" radius="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          claiming.mutate();
        }}
      >
        <Stack>
          <Title order={2} size="h4">
            {t("start.handle.title")}
          </Title>
          <Text>{t("start.handle.hint")}</Text>
          <TextInput
            {...{ label: t("start.handle"), description: t("start.handle.rule"), placeholder: "acme" }}
            required
            autoFocus
            autoComplete="off"
            maxLength={32}
            value={handle}
            onChange={(event) => setHandle(event.currentTarget.value.toLowerCase())}
          />
          <TextInput
            label={t("start.handle.name")}
            placeholder="Acme"
            value={displayName}
            onChange={(event) => setDisplayName(event.currentTarget.value)}
          />
          {claiming.error && <Failure cause={claiming.error} />}
          <Button type="submit" loading={claiming.isPending}>
            {t("start.handle.do")}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
