import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Refusal } from "#parts/refusal.tsx";
import { forgetSession } from "#session/session.ts";
import { t } from "#text/t.ts";

/** Ends every session of whoever is signed in, this one too. */
export function EndSessions() {
  const navigate = useNavigate();
  const ending = useMutation({
    mutationFn: () => ask(api.POST("/v2/auth/logout-all")),
    onSuccess: () => {
      forgetSession();
      return navigate({ to: "/sign-in" });
    },
  });
  return (
    <Stack>
      <Refusal cause={ending.error} />
      <Group>
        <Button variant="default" loading={ending.isPending} onClick={() => ending.mutate()}>
          {t("account.sessions.do")}
        </Button>
      </Group>
    </Stack>
  );
}
