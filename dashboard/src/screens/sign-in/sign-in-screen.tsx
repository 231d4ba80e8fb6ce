import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Failure } from "#parts/failure.tsx";
import { signIn } from "#session/session.ts";
import { Outside } from "#shell/outside.tsx";
import { t } from "#text/t.ts";

/** Begins a session, and goes on to where one wanted to go. */
export function SignInScreen() {
  const { next } = useSearch({ strict: false }) as { next?: string };
  const router = useRouter();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signing = useMutation({
    mutationFn: () => signIn(email, password),
    onSuccess: () => router.history.push(next ?? "/"),
  });
  return (
    <Outside title={t("sign-in.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signing.mutate();
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
          <PasswordInput
            label={t("field.password")}
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {signing.error && <Failure cause={signing.error} />}
          <Button type="submit" loading={signing.isPending}>
            {t("sign-in.do")}
          </Button>
          <Anchor renderRoot={(props) => <Link {...props} to="/forgot-password" />} size="sm">
            {t("sign-in.forgot")}
          </Anchor>
        </Stack>
      </form>
      <Text size="sm">
        {t("sign-in.new")}{" "}
        <Anchor underline="always" renderRoot={(props) => <Link {...props} to="/signup" />}>
          {t("sign-up.title")}
        </Anchor>
      </Text>
    </Outside>
  );
}
