import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { meQuery } from "#session/use-me.ts";
import { t } from "#text/t.ts";

/** Changes how whoever is signed in is called; an empty name is none. */
export function ChangeName({ name: before }: { readonly name: string }) {
  const queries = useQueryClient();
  const [name, setName] = useState(before);
  const saving = useMutation({
    mutationFn: () => ask(api.PATCH("/v2/auth/me", { body: { name: name.trim() || null } })),
    onSuccess: ({ name: saved }) => {
      queries.setQueryData(meQuery.queryKey, (me) => me && { ...me, name: saved });
      setName(saved ?? "");
      notifyDone(t("account.name.saved"));
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Stack>
        <TextInput
          {...{ label: t("field.name"), description: t("account.name.hint"), maxLength: 100 }}
          autoComplete="name"
          value={name}
          error={problemAt(saving.error, "name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Refusal cause={saving.error} beside={["name"]} />
        <Group>
          <Button type="submit" loading={saving.isPending} disabled={name.trim() === before}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
