import { Button, Group, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ApiError } from "#api/api-error.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { HeldModal } from "#parts/held-modal.tsx";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { SecretOnce } from "#parts/secret-once.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { type Access, AccessChoice } from "./access-choice.tsx";
import { functionsQuery } from "./functions-query.ts";

const STARTER = `export default async function (request, env) {
  console.log(request.method, request.path);
  return Response.json({ hello: request.query.name ?? "world" });
}
`;
const EMPTY = { key: "", kind: "SCRIPT" as "SCRIPT" | "HTTP", url: "", access: "SCOPED" as Access };
const isKey = (key: string) => /^[a-z0-9][a-z0-9_-]{0,62}$/.test(key);
type Fields = typeof EMPTY;

/** Makes a function that can be called at once: a script begins with one that answers. */
export function CreateFunction({ onClose }: { readonly onClose: () => void }) {
  const handle = useHandle();
  const navigate = useNavigate();
  const [fields, setFields] = useState(EMPTY);
  const set = (change: Partial<Fields>) => setFields((before) => ({ ...before, ...change }));
  const creating = useCreate(fields);
  const open = () =>
    navigate({ to: "/$handle/functions/$bindingKey", params: { handle, bindingKey: fields.key } });
  const secret = creating.data?.signingSecret;
  if (secret !== undefined) {
    const words = { title: t("functions.secret"), hint: t("functions.secret.once") };
    const shown = [{ label: words.title, value: secret }];
    return <SecretOnce {...words} shown={shown} onClose={() => void open()} />;
  }
  return (
    <HeldModal title={t("functions.create")} size="lg" isHeld={creating.isPending} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          creating.mutate(undefined, {
            onSuccess: ({ signingSecret }) => signingSecret === undefined && void open(),
          });
        }}
      >
        <Stack>
          <Inputs fields={fields} set={set} cause={creating.error} />
          <Refusal cause={creating.error} beside={["bindingKey", "target.url"]} />
          <Group justify="flex-end">
            <Button variant="default" disabled={creating.isPending} onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" loading={creating.isPending} disabled={!isKey(fields.key)}>
              {t("functions.create.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </HeldModal>
  );
}

function useCreate({ key, kind, url, access }: Fields) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      // The API would replace one that is there.
      const { bindings } = await queries.fetchQuery({ ...functionsQuery(handle), staleTime: 0 });
      if (bindings.some(({ bindingKey }) => bindingKey === key)) throw taken();
      const target: Schemas["FunctionTargetChange"] =
        kind === "HTTP" ? { type: "HTTP", url } : { type: "SCRIPT", source: STARTER, env: {} };
      return ask(
        api.PUT("/v2/handles/{handle}/function-bindings/{bindingKey}", {
          params: { path: { handle, bindingKey: key } },
          body: { target, access },
        }),
      );
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["functions", handle] }),
  });
}

function taken(): ApiError {
  const message = t("functions.key.taken");
  return new ApiError("conflict", message, 409, "", [{ path: "bindingKey", message }]);
}

type InputProps = {
  readonly fields: Fields;
  readonly set: (change: Partial<Fields>) => void;
  readonly cause: Error | null;
};

function Inputs({ fields, set, cause }: InputProps) {
  const { key, kind, url, access } = fields;
  const isWrong = key !== "" && !isKey(key);
  return (
    <>
      <TextInput
        {...{ label: t("functions.key"), description: t("functions.key.hint"), placeholder: "greet" }}
        {...{ required: true, autoComplete: "off" }}
        data-autofocus
        value={key}
        error={isWrong ? t("functions.key.problem") : problemAt(cause, "bindingKey")}
        onChange={(event) => set({ key: event.currentTarget.value.trim() })}
      />
      <Radio.Group
        label={t("functions.kind")}
        value={kind}
        onChange={(value) => set({ kind: value as Fields["kind"] })}
      >
        <Stack gap="xs" mt={4}>
          {(["SCRIPT", "HTTP"] as const).map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`functions.kind.${one}`)}
              description={t(`functions.kind.${one}.hint`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {kind === "HTTP" && (
        <TextInput
          {...{
            label: t("functions.url"),
            description: t("functions.url.hint"),
            type: "url",
            required: true,
          }}
          placeholder="https://api.example.com/orders"
          value={url}
          error={problemAt(cause, "target.url")}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
      )}
      <AccessChoice value={access} onChange={(chosen) => set({ access: chosen })} />
    </>
  );
}
