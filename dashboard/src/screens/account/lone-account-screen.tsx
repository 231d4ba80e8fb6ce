import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { WithoutMenu } from "#shell/without-menu.tsx";
import { t } from "#text/t.ts";
import { AccountScreen } from "./account-screen.tsx";

/** The account of whoever has no handle, and so no menu. */
export function LoneAccountScreen() {
  return (
    <WithoutMenu size="sm">
      <AccountScreen />
      <Anchor renderRoot={(props) => <Link {...props} to="/start" />}>{t("start.title")}</Anchor>
    </WithoutMenu>
  );
}
