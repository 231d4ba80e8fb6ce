import { Anchor, Container, Group, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { AccountMenu } from "#shell/account-menu.tsx";
import { Logo } from "#shell/logo.tsx";
import { SchemeSwitch } from "#shell/scheme-switch.tsx";
import { t } from "#text/t.ts";
import { AccountScreen } from "./account-screen.tsx";

/** The account of whoever has no handle, and so no menu. */
export function LoneAccountScreen() {
  return (
    <Container size="sm" py="lg" component="main">
      <Stack gap="xl">
        <Group justify="space-between">
          <Logo />
          <Group gap="xs">
            <SchemeSwitch />
            <AccountMenu />
          </Group>
        </Group>
        <AccountScreen />
        <Anchor renderRoot={(props) => <Link {...props} to="/start" />}>{t("start.title")}</Anchor>
      </Stack>
    </Container>
  );
}
