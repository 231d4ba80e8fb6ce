import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { meQuery } from "#session/use-me.ts";
import { forgetHandle } from "#shell/forget-handle.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

/** Deletes the handle with everything in it, once its name is typed. */
export function DeleteHandle() {
  const handle = useHandle();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const deleting = useMutation({
    mutationFn: () =>
      ask(api.DELETE("/v2/handles/{handle}", { params: { path: { handle }, query: { confirm: handle } } })),
    onError: notifyFailed,
    onSuccess: async () => {
      notifyDone(t("profile.deleted", { handle }));
      // Gone from the list first, so that nothing asks for it any more.
      queries.setQueryData(
        meQuery.queryKey,
        (me) => me && { ...me, handles: me.handles.filter((place) => place.handle !== handle) },
      );
      await navigate({ to: "/" });
      forgetHandle(queries, handle);
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("profile.delete.do")}
      </Button>
      {isAsking && (
        <ConfirmName
          title={t("profile.delete.title", { handle })}
          name={handle}
          verb={t("profile.delete.do")}
          isPending={deleting.isPending}
          onConfirm={() => deleting.mutate()}
          onClose={() => setAsking(false)}
        >
          {t("profile.delete.sure")}
        </ConfirmName>
      )}
    </>
  );
}
