import { Button, Group, Stack } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { isStale } from "#api/is-stale.ts";
import { Failure } from "#parts/failure.tsx";
import { Leaving } from "#parts/leaving.tsx";
import { notifyDone } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { LinkFields } from "./link-fields.tsx";
import { changeOf, formOf } from "./link-form.ts";
import { problemsOf } from "./link-problems.ts";
import { useCreateLink } from "./use-create-link.ts";

const EMPTY = formOf(undefined);

/** The fields of a link that is to be made. */
export function NewLink() {
  const handle = useHandle();
  const navigate = useNavigate();
  const [form, setForm] = useState(EMPTY);
  const creating = useCreateLink(({ slug }) => {
    notifyDone(t("links.saved", { slug }));
    return navigate({ to: "/$handle/links/$slug", params: { handle, slug }, ignoreBlocker: true });
  });
  const { error, variables } = creating;
  const isTaken = isStale(error);
  const isSaid = isTaken && variables?.slug === form.slug;
  const problems = { ...problemsOf(form), ...(isSaid && { slug: t("links.taken") }) };
  const isChanged = JSON.stringify(form) !== JSON.stringify(EMPTY);
  const canCreate = isChanged && Object.keys(problems).length === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (canCreate) creating.mutate({ slug: form.slug, body: changeOf(EMPTY, form) });
      }}
    >
      <Stack gap="lg" maw={960}>
        <LinkFields
          {...{ form, problems }}
          set={(change) => setForm((now) => ({ ...now, ...change }))}
          isNew={true}
        />
        {error && !isTaken && <Failure cause={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={creating.isPending} disabled={!canCreate}>
            {t("links.create.do")}
          </Button>
        </Group>
      </Stack>
      <Leaving isChanged={isChanged} />
    </form>
  );
}
