import { Alert, Button, Group, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { Failure } from "#parts/failure.tsx";
import { HeldModal } from "#parts/held-modal.tsx";
import { LAST_DAY } from "#parts/local-time.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { EXPIRIES, type Expiry, expiresAt } from "./expiry.ts";
import { ScopePicker } from "./scope-picker.tsx";
import { TokenSecret } from "./token-secret.tsx";

const EMPTY = { name: "", scopes: [] as readonly string[], expiry: "90" as Expiry, date: "", cidrs: "" };
type Fields = typeof EMPTY;

/** Makes a token, and shows its text this once. */
export function CreateToken({ onClose }: { readonly onClose: () => void }) {
  const [fields, setFields] = useState<Fields>(EMPTY);
  // So that the same form sent again says the same, and makes one token.
  const [openedAt] = useState(() => Date.now());
  const endsAt = expiresAt(fields.expiry, fields.date, openedAt);
  const creating = useCreate(fields, endsAt);
  if (creating.data) return <TokenSecret created={creating.data} onClose={onClose} />;
  const set = (change: Partial<Fields>) => setFields((before) => ({ ...before, ...change }));
  return (
    <HeldModal title={t("tokens.create")} size="xl" isHeld={creating.isPending} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          creating.mutate();
        }}
      >
        <Stack>
          <Basics fields={fields} set={set} isDay={endsAt !== undefined} />
          <ScopePicker chosen={fields.scopes} onChange={(scopes) => set({ scopes })} />
          <Textarea
            {...{
              label: t("tokens.cidrs"),
              description: t("tokens.cidrs.hint"),
              placeholder: "203.0.113.0/24",
            }}
            autosize
            value={fields.cidrs}
            onChange={(event) => set({ cidrs: event.currentTarget.value })}
          />
          {creating.error && <Failure cause={creating.error} />}
          <Group justify="flex-end">
            <Button variant="default" disabled={creating.isPending} onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button
              type="submit"
              loading={creating.isPending}
              disabled={fields.scopes.length === 0 || endsAt === undefined}
            >
              {t("tokens.create.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </HeldModal>
  );
}

function useCreate({ name, scopes, cidrs }: Fields, endsAt: string | null | undefined) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const list = cidrs.split(/[\s,]+/).filter((one) => one !== "");
      const body = {
        name,
        scopes,
        expiresAt: endsAt,
        ...(list.length > 0 && { allowedCidrs: list }),
      };
      return ask(
        api.POST("/v2/handles/{handle}/tokens", {
          params: { path: { handle } },
          body: body as Schemas["CreateToken"],
        }),
      );
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens", handle] }),
  });
}

type BasicsProps = {
  readonly fields: Fields;
  readonly set: (change: Partial<Fields>) => void;
  readonly isDay: boolean;
};

function Basics({ fields, set, isDay }: BasicsProps) {
  return (
    <>
      <TextInput
        {...{
          label: t("field.name"),
          description: t("tokens.name.hint"),
          placeholder: "ci-analytics-reader",
        }}
        required
        maxLength={255}
        data-autofocus
        value={fields.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Group grow align="flex-start">
        <NativeSelect
          label={t("tokens.expires")}
          value={fields.expiry}
          data={EXPIRIES.map((value) => ({ value, label: t(`tokens.expiry.${value}`) }))}
          onChange={(event) => set({ expiry: event.currentTarget.value as Expiry })}
        />
        {fields.expiry === "date" && (
          <TextInput
            label={t("tokens.expiry.day")}
            {...{ type: "date", required: true, max: LAST_DAY }}
            error={fields.date !== "" && !isDay && t("problem.day")}
            value={fields.date}
            onChange={(event) => set({ date: event.currentTarget.value })}
          />
        )}
      </Group>
      {fields.expiry === "never" && <Alert color="yellow">{t("tokens.never.warning")}</Alert>}
    </>
  );
}
