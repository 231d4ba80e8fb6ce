import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import type { TokenDialog } from "./token-dialog.ts";

/** Gives a token another name; nothing else about it changes. */
export function RenameToken({ token, onClose }: TokenDialog) {
  const handle = useHandle();
  const queries = useQueryClient();
  const [name, setName] = useState(token.name);
  const renaming = useMutation({
    mutationFn: () =>
      ask(
        api.PATCH("/v2/handles/{handle}/tokens/{tokenId}", {
          params: { path: { handle, tokenId: token.tokenId } },
          body: { name },
        }),
      ),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ["tokens", handle] });
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("tokens.rename")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          renaming.mutate();
        }}
      >
        <Stack>
          <TextInput
            label={t("field.name")}
            required
            maxLength={255}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {renaming.error && <Failure cause={renaming.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" loading={renaming.isPending}>
              {t("action.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
