import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import type { TokenDialog } from "./token-dialog.ts";

/** Ends a token at once, with everything it has begun; its name must be typed. */
export function RevokeToken({ token, onClose }: TokenDialog) {
  const handle = useHandle();
  const queries = useQueryClient();
  const { tokenId, name } = token;
  const revoking = useMutation({
    mutationFn: () =>
      ask(api.DELETE("/v2/handles/{handle}/tokens/{tokenId}", { params: { path: { handle, tokenId } } })),
    onError: notifyFailed,
    onSuccess: async () => {
      notifyDone(t("tokens.revoked.done", { name }));
      onClose();
      await queries.invalidateQueries({ queryKey: ["tokens", handle] });
    },
  });
  return (
    <ConfirmName
      title={t("tokens.revoke.title", { name })}
      name={name}
      verb={t("tokens.revoke")}
      isPending={revoking.isPending}
      onConfirm={() => revoking.mutate()}
      onClose={onClose}
    >
      {t("tokens.revoke.hint")}
    </ConfirmName>
  );
}
