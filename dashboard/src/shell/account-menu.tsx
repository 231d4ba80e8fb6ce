import { Avatar, Menu, Text, UnstyledButton } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { signOut } from "#session/session.ts";
import { useMe } from "#session/use-me.ts";
import { t } from "#text/t.ts";
import { useHandle } from "./use-handle.ts";

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const me = useMe();
  const navigate = useNavigate();
  const handle = useHandle() || me?.handles[0]?.handle;
  const name = me?.name ?? me?.email ?? "";
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <UnstyledButton aria-label={t("shell.account", { name })}>
          <Avatar radius="xl" color="indigo" variant="filled" alt="">
            {name.slice(0, 1).toUpperCase()}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          renderRoot={(props) =>
            handle === undefined ? (
              <Link {...props} to="/account" />
            ) : (
              <Link {...props} to="/$handle/account" params={{ handle }} />
            )
          }
        >
          {t("account.title")}
          <Text span display="block" size="xs" c="dimmed">
            {me?.email}
          </Text>
        </Menu.Item>
        {me?.plan !== undefined && (
          <Menu.Item onClick={() => void navigate({ to: "/account/plan" })}>{t("shell.plan")}</Menu.Item>
        )}
        <Menu.Item onClick={() => void signOut().then(() => navigate({ to: "/sign-in" }))}>
          {t("shell.sign-out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
