import { Alert, Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { Outside } from "#shell/outside.tsx";
import { t } from "#text/t.ts";

/** Has a link mailed to set a new password; what is said is the same whether or not there is such an account. */
export function ForgotScreen() {
  const [email, setEmail] = useState("");
  const asking = useMutation({
    mutationFn: () => ask(api.POST("/v2/auth/password/forgot", { body: { email } })),
  });
  return (
    <Outside title={t("forgot.title")} hint={t("forgot.hint")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          asking.mutate();
        }}
      >
        <Stack>
          <TextInput
            label={t("field.email")}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          {asking.error && <Failure cause={asking.error} />}
          {asking.isSuccess && (
            <Alert color="green" role="status">
              {t("forgot.done")}
            </Alert>
          )}
          <Button type="submit" loading={asking.isPending}>
            {t("forgot.do")}
          </Button>
          <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/sign-in" />}>
            {t("sign-in.back")}
          </Anchor>
        </Stack>
      </form>
    </Outside>
  );
}
