import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

/** The address that a title suggests, of what an address may have. */
const slugOf = (title: string) =>
  title
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 64);

/** Makes a page of nothing but a title, and goes to its editor. */
export function CreatePage({ onClose }: { readonly onClose: () => void }) {
  const handle = useHandle();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [title, setTitle] = useState("");
  const [typed, setTyped] = useState<string>();
  const slug = typed ?? slugOf(title);
  const isSlug = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(slug);
  const creating = useMutation({
    mutationFn: () =>
      ask(api.POST("/v2/handles/{handle}/pages", { params: { path: { handle } }, body: { slug, title } })),
    onSuccess: async (page) => {
      queries.setQueryData(["pages", handle, "one", page.slug], page);
      void queries.invalidateQueries({ queryKey: ["pages", handle, "list"] });
      await navigate({ to: "/$handle/pages/$pageSlug", params: { handle, pageSlug: page.slug } });
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("pages.create")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isSlug && title.trim() !== "") creating.mutate();
        }}
      >
        <Stack>
          <TextInput
            {...{ label: t("pages.name"), maxLength: 200, required: true }}
            data-autofocus
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TextInput
            {...{ label: t("pages.slug"), description: t("pages.slug.hint"), required: true }}
            error={slug !== "" && !isSlug && t("pages.slug.rule")}
            value={slug}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {creating.error && <Failure cause={creating.error} />}
          <Group justify="flex-end">
            <Button type="submit" disabled={!isSlug || title.trim() === ""} loading={creating.isPending}>
              {t("pages.create.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
