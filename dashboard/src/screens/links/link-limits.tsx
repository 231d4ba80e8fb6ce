import { Fieldset, PasswordInput, SimpleGrid, Switch, TextInput } from "@mantine/core";
import { LAST_TIME } from "#parts/local-time.ts";
import { t } from "#text/t.ts";
import type { EditorPart } from "./link-fields.tsx";

const TIMES = ["scheduledStartAt", "scheduledEndAt", "expiresAt"] as const;

/** When a link works, for how many, and for whom. */
export function LinkLimits({ form, problems, set }: EditorPart) {
  return (
    <Fieldset legend={t("limits.title")}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {TIMES.map((key) => (
          <TextInput
            key={key}
            type="datetime-local"
            max={LAST_TIME}
            label={t(`limits.${key}`)}
            error={problems[key]}
            value={form[key]}
            onChange={(event) => set({ [key]: event.currentTarget.value })}
          />
        ))}
        <TextInput
          {...{ label: t("limits.maxClicks"), inputMode: "numeric" }}
          error={problems.maxClicks}
          value={form.maxClicks}
          onChange={(event) => set({ maxClicks: event.currentTarget.value })}
        />
        <TextInput
          {...{ label: t("limits.expiredUrl"), type: "url" }}
          error={problems.expiredUrl}
          value={form.expiredUrl}
          onChange={(event) => set({ expiredUrl: event.currentTarget.value })}
        />
        <PasswordInput
          label={t(form.hasPassword ? "limits.password.new" : "limits.password")}
          autoComplete="new-password"
          value={form.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
      </SimpleGrid>
      {form.hasPassword && (
        <Switch
          mt="md"
          label={t("limits.password.keep")}
          checked={form.hasPassword}
          onChange={(event) => set({ hasPassword: event.currentTarget.checked })}
        />
      )}
    </Fieldset>
  );
}
