import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { Refused } from "#parts/refused.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { useDeleteLead, useJudge } from "./use-lead.ts";

type Props = { readonly lead: Schemas["Lead"]; readonly onDone: () => void };

/** What can be done with a lead. What somebody else has done to it meanwhile is said, never done over. */
export function LeadDeeds({ lead, onDone }: Props) {
  const handle = useHandle();
  const queries = useQueryClient();
  const [isDeleting, setDeleting] = useState(false);
  const judging = useJudge(lead);
  const deleting = useDeleteLead(lead, onDone);
  const cause = judging.error ?? deleting.error;
  const reload = () => {
    judging.reset();
    deleting.reset();
    void queries.invalidateQueries({ queryKey: ["leads", handle, "one", lead.leadId] });
  };
  return (
    <Stack gap="sm">
      {cause && <Refused cause={cause} onTheirs={reload} />}
      <Group gap="xs">
        <Button
          variant="default"
          loading={judging.isPending}
          onClick={() => judging.mutate(!lead.spam.isSpam)}
        >
          {t(lead.spam.isSpam ? "leads.judge.none" : "leads.judge.spam")}
        </Button>
        <Button variant="default" onClick={() => setDeleting(true)}>
          {t("leads.delete")}
        </Button>
      </Group>
      <Modal opened={isDeleting} onClose={() => setDeleting(false)} title={t("leads.delete.title")}>
        <Stack>
          <Text size="sm">{t("leads.delete.hint")}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setDeleting(false)}>
              {t("action.cancel")}
            </Button>
            <Button
              color="red.8"
              loading={deleting.isPending}
              onClick={() => deleting.mutate(undefined, { onSettled: () => setDeleting(false) })}
            >
              {t("leads.delete.do")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}
