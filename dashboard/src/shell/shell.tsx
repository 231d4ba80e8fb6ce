import { AppShell, Burger, Group, Loader, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet } from "@tanstack/react-router";
import { Suspense } from "react";
import { Empty } from "#parts/empty.tsx";
import { useMe } from "#session/use-me.ts";
import { t } from "#text/t.ts";
import { AccountMenu } from "./account-menu.tsx";
import { HandleSwitch } from "./handle-switch.tsx";
import { Logo } from "./logo.tsx";
import { NavLink } from "./nav-link.tsx";
import { SchemeSwitch } from "./scheme-switch.tsx";
import { sections } from "./sections.ts";
import { useHandle, useRole } from "./use-handle.ts";

/** What surrounds every screen of a handle: the menu, the choice of handle, and who is signed in. */
export function Shell() {
  const [isOpen, { toggle, close }] = useDisclosure();
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding={{ base: "md", sm: "xl" }}
    >
      <a href="#content" className="skip">
        {t("shell.skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? t("shell.close-menu") : t("shell.open-menu")}
              aria-expanded={isOpen}
            />
            <Logo />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SchemeSwitch />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("shell.menu")} style={{ overflowY: "auto" }}>
        <Menu onGo={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Suspense fallback={<Loader aria-label={t("loading")} />}>
          <Content />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

function Content() {
  const handle = useHandle();
  const me = useMe();
  const isMember = me === undefined || me.handles.some((place) => place.handle === handle);
  return isMember ? (
    <Outlet />
  ) : (
    <Empty title={t("shell.no-handle", { handle })} hint={t("shell.no-handle.hint")} />
  );
}

function Menu({ onGo }: { readonly onGo: () => void }) {
  const handle = useHandle();
  const role = useRole();
  return (
    <Stack gap="md">
      <HandleSwitch />
      {sections(role).map(({ label, items }) => (
        <Stack key={label} gap={2}>
          <Text size="xs" fw={600} c="dimmed" px="sm" tt="uppercase">
            {label}
          </Text>
          {items.map((item) => (
            <NavLink key={item.path} handle={handle} onGo={onGo} {...item} />
          ))}
        </Stack>
      ))}
    </Stack>
  );
}
