import { Anchor, Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { notifyDone } from "#parts/notify.ts";
import { Outside } from "#shell/outside.tsx";
import { t } from "#text/t.ts";
import { fragmentToken } from "./fragment-token.ts";

/** Sets a new password with the token of a mailed link. */
export function ResetScreen() {
  const navigate = useNavigate();
  const [token] = useState(() => fragmentToken(location.hash));
  const [password, setPassword] = useState("");
  const setting = useMutation({
    mutationFn: () =>
      ask(api.POST("/v2/auth/password/forgot/confirm", { body: { token: token ?? "", password } })),
    onSuccess: () => {
      notifyDone(t("reset.done"));
      return navigate({ to: "/sign-in" });
    },
  });
  return (
    <Outside title={t("reset.title")}>
      {token === undefined ? (
        <Text>
          {t("reset.no-token")}{" "}
          <Anchor underline="always" renderRoot={(props) => <Link {...props} to="/forgot-password" />}>
            {t("forgot.do")}
          </Anchor>
        </Text>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setting.mutate();
          }}
        >
          <Stack>
            <PasswordInput
              {...{ label: t("field.new-password"), description: t("sign-up.password"), minLength: 12 }}
              autoComplete="new-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {setting.error && <Failure cause={setting.error} />}
            <Button type="submit" loading={setting.isPending}>
              {t("reset.do")}
            </Button>
          </Stack>
        </form>
      )}
    </Outside>
  );
}
