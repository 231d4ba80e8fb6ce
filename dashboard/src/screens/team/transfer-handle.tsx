import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import type { Member } from "./team-query.ts";

type Props = { readonly heir: Member; readonly onClose: () => void };

/** Hands the handle to a collaborator, whose address must be typed: only the new owner can give it back. */
export function TransferHandle({ heir: { userId, email }, onClose }: Props) {
  const handle = useHandle();
  const queries = useQueryClient();
  const transferring = useMutation({
    mutationFn: () =>
      ask(
        api.POST("/v2/handles/{handle}/transfer-ownership", {
          params: { path: { handle } },
          body: { newOwnerUserId: userId },
        }),
      ),
    onError: notifyFailed,
    onSuccess: async () => {
      notifyDone(t("team.transferred", { email }));
      onClose();
      await Promise.all([
        queries.invalidateQueries({ queryKey: ["me"] }),
        queries.invalidateQueries({ queryKey: ["team", handle] }),
      ]);
    },
  });
  return (
    <ConfirmName
      title={t("team.transfer.title", { handle })}
      name={email}
      verb={t("team.transfer.do")}
      isPending={transferring.isPending}
      onConfirm={() => transferring.mutate()}
      onClose={onClose}
    >
      {t("team.transfer.hint", { email })}
    </ConfirmName>
  );
}
