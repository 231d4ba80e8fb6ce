import "#text/settings.ts";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useHandle, useRole } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { AddMember } from "./add-member.tsx";
import { TeamList } from "./team-list.tsx";
import { teamQuery } from "./team-query.ts";

/** Settings → Team: who works here, and what each may do. Only the owner changes it. */
export function TeamScreen() {
  const query = useQuery(teamQuery(useHandle()));
  const isOwner = useRole() === "OWNER";
  const [isAdding, setAdding] = useState(false);
  return (
    <Page
      title={t("team.title")}
      hint={t(isOwner ? "team.hint" : "team.hint.others")}
      actions={isOwner && <Button onClick={() => setAdding(true)}>{t("team.add")}</Button>}
    >
      <Loaded query={query}>
        {(team) => (
          <>
            <TeamList team={team} isOwner={isOwner} />
            {isAdding && <AddMember team={team} onClose={() => setAdding(false)} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
