import { Button, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createLink } from "#parts/create-link.ts";
import { Failure } from "#parts/failure.tsx";
import { t } from "#text/t.ts";

/** Makes the first link; its slug may be left to the program. */
export function FirstLink({ handle }: { readonly handle: string }) {
  const queries = useQueryClient();
  const [destinationUrl, setDestination] = useState("");
  const [slug, setSlug] = useState("");
  const making = useMutation({
    mutationFn: () => createLink(handle, slug, { destinationUrl }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["links", handle] }),
  });
  return (
    <Paper withBorder p="lg" radius="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <Stack>
          <Title order={2} size="h4">
            {t("start.link.title")}
          </Title>
          <Text>{t("start.link.hint")}</Text>
          <TextInput
            {...{ label: t("links.destination"), placeholder: "https://example.com/launch", type: "url" }}
            required
            autoFocus
            value={destinationUrl}
            onChange={(event) => setDestination(event.currentTarget.value)}
          />
          <TextInput
            {...{ label: t("links.slug"), description: t("links.slug.rule"), placeholder: "new-launch" }}
            autoComplete="off"
            value={slug}
            onChange={(event) => setSlug(event.currentTarget.value)}
          />
          {making.error && <Failure cause={making.error} />}
          <Button type="submit" loading={making.isPending}>
            {t("start.link.do")}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
