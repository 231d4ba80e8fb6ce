import { Button, Group, Stack } from "@mantine/core";
import { FormRefusal } from "#parts/form-refusal.tsx";
import { t } from "#text/t.ts";
import { LinkFields } from "./link-fields.tsx";
import type { LinkForm } from "./link-form.ts";
import { problemsOf } from "./link-problems.ts";
import type { SavedLinkForm } from "./use-link-form.ts";

/** The fields of a link that is there. */
export function LinkEditor({ saved }: { readonly saved: SavedLinkForm<LinkForm> }) {
  const { form, set, isChanged } = saved;
  const problems = problemsOf(form);
  const canSave = isChanged && Object.keys(problems).length === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (canSave) saved.onSubmit(event);
      }}
    >
      <Stack gap="lg" maw={960}>
        <LinkFields {...{ form, problems, set }} isNew={false} />
        <FormRefusal saved={saved} />
        <Group justify="flex-end">
          <Button type="submit" loading={saved.isPending} disabled={!canSave}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
