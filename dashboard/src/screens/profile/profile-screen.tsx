import "#text/publish.ts";
import "#text/settings.ts";
import { Button, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { Part } from "#parts/part.tsx";
import { useHandle, useRole } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { DeleteHandle } from "./delete-handle.tsx";
import { EditLinkPage } from "./edit-link-page.tsx";
import { EditProfile } from "./edit-profile.tsx";
import { linkPageQuery, profileQuery } from "./profile-query.ts";
import { RenameHandle } from "./rename-handle.tsx";

/** What a handle shows of itself, and, for its owner, its name and its end. */
export function ProfileScreen() {
  const handle = useHandle();
  const isOwner = useRole() === "OWNER";
  const profile = useQuery(profileQuery(handle));
  const page = useQuery(linkPageQuery(handle));
  const look = page.data && (
    <Button component="a" href={page.data.url} target="_blank" rel="noreferrer" variant="default">
      {t("profile.look")}
    </Button>
  );
  return (
    <Page title={t("profile.title")} hint={t("profile.hint")} actions={look}>
      <Stack gap="lg" maw={760} key={handle}>
        <Part title={t("profile.about")} hint={t("profile.about.hint")}>
          <Loaded query={profile}>{(data) => <EditProfile profile={data} />}</Loaded>
        </Part>
        <Part title={t("profile.links")} hint={t("profile.links.hint")}>
          <Loaded query={page}>{(data) => <EditLinkPage page={data} />}</Loaded>
        </Part>
        {isOwner && (
          <Part title={t("profile.rename")} hint={t("profile.rename.hint")}>
            <RenameHandle />
          </Part>
        )}
        {isOwner && (
          <Part title={t("profile.delete")} hint={t("profile.delete.hint")}>
            <DeleteHandle />
          </Part>
        )}
      </Stack>
    </Page>
  );
}
