import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ApiError } from "#api/api-error.ts";
import { ask } from "#api/ask.ts";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { domainQuery } from "./domains-query.ts";

/** Adds a host, and goes on to the records that prove it. */
export function AddDomain({ onClose }: { readonly onClose: () => void }) {
  const handle = useHandle();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [domain, setDomain] = useState("");
  const adding = useMutation({
    mutationFn: () => ask(api.POST("/v2/account/domains", { body: { domain } })),
    onSuccess: async (added) => {
      queries.setQueryData(domainQuery(added.domain).queryKey, added);
      await queries.invalidateQueries({ queryKey: ["domains"], exact: true });
      await navigate({ to: "/$handle/domains/$domain", params: { handle, domain: added.domain } });
    },
  });
  const isTaken = adding.error instanceof ApiError && adding.error.code === "conflict";
  return (
    <Modal opened onClose={onClose} title={t("domains.add")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate();
        }}
      >
        <Stack>
          <TextInput
            {...{
              label: t("domains.name"),
              description: t("domains.name.hint"),
              placeholder: "go.example.com",
            }}
            {...{ required: true, autoComplete: "off", maxLength: 255 }}
            data-autofocus
            value={domain}
            error={problemAt(adding.error, "domain") ?? (isTaken && adding.error?.message)}
            onChange={(event) => {
              adding.reset();
              setDomain(event.currentTarget.value.trim());
            }}
          />
          {!isTaken && <Refusal cause={adding.error} beside={["domain"]} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" loading={adding.isPending}>
              {t("domains.add.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
