import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ApiError } from "#api/api-error.ts";
import { ask } from "#api/ask.ts";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { meQuery } from "#session/use-me.ts";
import { forgetHandle } from "#shell/forget-handle.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

/** Gives the handle another name, and goes on under it. */
export function RenameHandle() {
  const handle = useHandle();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(handle);
  const renaming = useMutation({
    mutationFn: () =>
      ask(api.POST("/v2/handles/{handle}/rename", { params: { path: { handle } }, body: { handle: name } })),
    onSuccess: async ({ handle: renamed }) => {
      notifyDone(t("profile.renamed", { handle: renamed }));
      await queries.fetchQuery({ ...meQuery, staleTime: 0 });
      await navigate({ to: "/$handle/settings/profile", params: { handle: renamed } });
      forgetHandle(queries, handle);
    },
  });
  const isTaken = renaming.error instanceof ApiError && renaming.error.code === "conflict";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        renaming.mutate();
      }}
    >
      <Stack>
        <TextInput
          {...{ label: t("profile.rename.name"), description: t("start.handle.rule"), maxLength: 32 }}
          {...{ required: true, autoComplete: "off", classNames: { input: "slug" } }}
          value={name}
          error={problemAt(renaming.error, "handle") ?? (isTaken && renaming.error?.message)}
          onChange={(event) => {
            renaming.reset();
            setName(event.currentTarget.value.trim().toLowerCase());
          }}
        />
        {!isTaken && <Refusal cause={renaming.error} beside={["handle"]} />}
        <Group>
          <Button type="submit" variant="default" loading={renaming.isPending} disabled={name === handle}>
            {t("profile.rename.do")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
