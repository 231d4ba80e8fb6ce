import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { beginStarting } from "#screens/start/starting.ts";
import { signIn } from "#session/session.ts";
import { Outside } from "#shell/outside.tsx";
import { t } from "#text/t.ts";
import { fragmentToken } from "./fragment-token.ts";

/** Makes an account, signs it in, and begins the first steps. An invitation's token comes behind the `#`. */
export function SignUpScreen() {
  const navigate = useNavigate();
  const [inviteToken] = useState(() => fragmentToken(location.hash));
  const [fields, setFields] = useState({ name: "", email: "", password: "" });
  const set = (field: keyof typeof fields) => (event: React.ChangeEvent<HTMLInputElement>) => {
    const { value } = event.currentTarget;
    setFields((before) => ({ ...before, [field]: value }));
  };
  const signing = useMutation({
    mutationFn: async () => {
      const { name, email, password } = fields;
      const body = { email, password, ...(name !== "" && { name }), ...(inviteToken && { inviteToken }) };
      await ask(api.POST("/v2/auth/signup", { body }));
      beginStarting();
      await signIn(email, password);
    },
    onSuccess: () => navigate({ to: "/start" }),
  });
  return (
    <Outside title={t("sign-up.title")} hint={t(inviteToken ? "sign-up.invited" : "sign-up.hint")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signing.mutate();
        }}
      >
        <Stack>
          <TextInput label={t("field.name")} autoComplete="name" value={fields.name} onChange={set("name")} />
          <TextInput
            {...{ label: t("field.email"), type: "email", autoComplete: "username", required: true }}
            value={fields.email}
            onChange={set("email")}
          />
          <PasswordInput
            {...{
              label: t("field.password"),
              description: t("sign-up.password"),
              required: true,
              minLength: 12,
            }}
            autoComplete="new-password"
            value={fields.password}
            onChange={set("password")}
          />
          {signing.error && <Failure cause={signing.error} />}
          <Button type="submit" loading={signing.isPending}>
            {t("sign-up.do")}
          </Button>
        </Stack>
      </form>
      <Text size="sm">
        {t("sign-up.have")}{" "}
        <Anchor underline="always" renderRoot={(props) => <Link {...props} to="/sign-in" />}>
          {t("sign-in.do")}
        </Anchor>
      </Text>
    </Outside>
  );
}
