import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ApiError } from "#api/api-error.ts";
import { ask } from "#api/ask.ts";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { t } from "#text/t.ts";

const EMPTY = { current: "", next: "" };

/** Sets a new password for whoever knows the present one. This session stays; all others end. */
export function ChangePassword({ email }: { readonly email: string }) {
  const [fields, setFields] = useState(EMPTY);
  const changing = useMutation({
    mutationFn: () =>
      ask(
        api.POST("/v2/auth/password/change", {
          body: { currentPassword: fields.current, newPassword: fields.next },
        }),
      ),
    onSuccess: () => {
      setFields(EMPTY);
      notifyDone(t("account.password.done"));
    },
  });
  const set = (change: Partial<typeof EMPTY>) => {
    changing.reset();
    setFields((before) => ({ ...before, ...change }));
  };
  const isWrong = changing.error instanceof ApiError && changing.error.code === "invalid_credentials";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        changing.mutate();
      }}
    >
      {/* For what keeps passwords: it must know whose this is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <Stack>
        <PasswordInput
          {...{ label: t("account.password.current"), required: true, autoComplete: "current-password" }}
          value={fields.current}
          error={isWrong && changing.error?.message}
          onChange={(event) => set({ current: event.currentTarget.value })}
        />
        <PasswordInput
          {...{ label: t("field.new-password"), description: t("sign-up.password"), minLength: 12 }}
          {...{ required: true, autoComplete: "new-password" }}
          value={fields.next}
          error={problemAt(changing.error, "newPassword")}
          onChange={(event) => set({ next: event.currentTarget.value })}
        />
        {!isWrong && <Refusal cause={changing.error} beside={["newPassword"]} />}
        <Group>
          <Button type="submit" loading={changing.isPending}>
            {t("account.password.do")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
