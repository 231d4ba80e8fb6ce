import { Container, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { AccountMenu } from "./account-menu.tsx";
import { Logo } from "./logo.tsx";
import { SchemeSwitch } from "./scheme-switch.tsx";

type Props = { readonly size: "sm" | "md"; readonly children: ReactNode };

/** The frame of what belongs to somebody who is signed in and to no handle, so that there is no menu of one. */
export function WithoutMenu({ size, children }: Props) {
  return (
    <Container size={size} py="lg" component="main">
      <Stack gap="xl">
        <Group justify="space-between">
          <Logo />
          <Group gap="xs">
            <SchemeSwitch />
            <AccountMenu />
          </Group>
        </Group>
        {children}
      </Stack>
    </Container>
  );
}
