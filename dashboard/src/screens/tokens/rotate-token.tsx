import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { HeldModal } from "#parts/held-modal.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import type { TokenDialog } from "./token-dialog.ts";
import { TokenSecret } from "./token-secret.tsx";

const OVERLAPS = ["0", "3600", "86400", "604800"] as const;

/** Gives a token a successor with the same rights; the old one works on for a while, so that nothing stands still. */
export function RotateToken({ token, onClose }: TokenDialog) {
  const handle = useHandle();
  const queries = useQueryClient();
  const [overlap, setOverlap] = useState<string>("86400");
  const rotating = useMutation({
    mutationFn: () =>
      ask(
        api.POST("/v2/handles/{handle}/tokens/{tokenId}/rotate", {
          params: { path: { handle, tokenId: token.tokenId } },
          body: { overlapSeconds: Number(overlap) },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens", handle] }),
  });
  if (rotating.data) return <TokenSecret created={rotating.data} onClose={onClose} />;
  return (
    <HeldModal
      title={t("tokens.rotate.title", { name: token.name })}
      isHeld={rotating.isPending}
      onClose={onClose}
    >
      <Stack>
        <Text size="sm">{t("tokens.rotate.hint")}</Text>
        <NativeSelect
          label={t("tokens.overlap")}
          value={overlap}
          data={OVERLAPS.map((value) => ({ value, label: t(`tokens.overlap.${value}`) }))}
          onChange={(event) => setOverlap(event.currentTarget.value)}
        />
        {rotating.error && <Failure cause={rotating.error} />}
        <Group justify="flex-end">
          <Button variant="default" disabled={rotating.isPending} onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button loading={rotating.isPending} onClick={() => rotating.mutate()}>
            {t("tokens.rotate")}
          </Button>
        </Group>
      </Stack>
    </HeldModal>
  );
}
