import "#text/settings.ts";
import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { Part } from "#parts/part.tsx";
import { meQuery } from "#session/use-me.ts";
import { t } from "#text/t.ts";
import { ChangeName } from "./change-name.tsx";
import { ChangePassword } from "./change-password.tsx";
import { EndSessions } from "./end-sessions.tsx";

/** Who is signed in: what they are called, their password, and where else they are signed in. */
export function AccountScreen() {
  return (
    <Page title={t("account.title")} hint={t("account.hint")}>
      <Loaded query={useQuery(meQuery)}>
        {(me) => (
          <Stack gap="lg" maw={640}>
            <Part title={t("account.you")} hint={t("account.you.hint", { email: me.email })}>
              <ChangeName name={me.name ?? ""} />
            </Part>
            <Part title={t("account.password")} hint={t("account.password.hint")}>
              <ChangePassword email={me.email} />
            </Part>
            <Part title={t("account.sessions")} hint={t("account.sessions.hint")}>
              <EndSessions />
            </Part>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
