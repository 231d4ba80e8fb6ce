import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { ApiError } from "#api/api-error.ts";
import { Failure } from "#parts/failure.tsx";
import { notifyDone } from "#parts/notify.ts";
import { useRole } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { useEraseLeads } from "./use-lead.ts";

/** The way to take away all that somebody has said, for whoever may go it. */
export function EraseLeads() {
  const role = useRole();
  const [isOpen, setOpen] = useState(false);
  if (role !== "OPERATOR" && role !== "OWNER") return null;
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t("leads.erase")}
      </Button>
      {isOpen && <Erasing onClose={() => setOpen(false)} />}
    </>
  );
}

/** The address is written twice, so that no slip of a finger takes somebody else's leads away. */
function Erasing({ onClose }: { readonly onClose: () => void }) {
  const [email, setEmail] = useState("");
  const [typed, setTyped] = useState("");
  const erasing = useEraseLeads();
  const isRefused = erasing.error instanceof ApiError && erasing.error.code === "invalid_email";
  const erase = () =>
    erasing.mutate(email, {
      onSuccess: ({ erased }) => {
        notifyDone(t(erased === 0 ? "leads.erased.none" : "leads.erased", { count: erased, email }));
        onClose();
      },
    });
  return (
    <Modal opened onClose={onClose} title={t("leads.erase.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === email) erase();
        }}
      >
        <Stack>
          <Text size="sm">{t("leads.erase.hint")}</Text>
          <TextInput
            {...{ label: t("field.email"), required: true, autoComplete: "off", inputMode: "email" }}
            data-autofocus
            error={isRefused && erasing.error?.message}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value.trim())}
          />
          <TextInput
            {...{ label: t("leads.erase.again"), required: true, autoComplete: "off" }}
            error={typed !== "" && !email.startsWith(typed) && t("leads.erase.other")}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value.trim())}
          />
          {erasing.error && !isRefused && <Failure cause={erasing.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button
              type="submit"
              color="red.8"
              disabled={email === "" || typed !== email}
              loading={erasing.isPending}
            >
              {t("leads.erase.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
