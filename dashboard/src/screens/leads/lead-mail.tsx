import { Badge, Button, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "#api/api-error.ts";
import type { Schemas } from "#api/schemas.ts";
import { Failure } from "#parts/failure.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { mailQuery, useAddMail, useRemoveMail } from "./use-forms.ts";

const LEAD = "lead.captured";

/** Who is mailed of every lead. */
export function LeadMail() {
  const query = useQuery(mailQuery(useHandle()));
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t("forms.mail")}
        </Title>
        <Loaded query={query}>
          {({ emailSubscriptions, ownerEventTypes, paused }) => (
            <>
              <Text size="sm" c="dimmed">
                {t(paused ? "forms.mail.paused" : `forms.mail.owner.${ownerEventTypes.includes(LEAD)}`)}
              </Text>
              <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
                {emailSubscriptions
                  .filter(({ eventTypes }) => eventTypes.includes(LEAD))
                  .map((subscription) => (
                    <Told key={subscription.subscriptionId} subscription={subscription} />
                  ))}
              </Stack>
              <Add />
            </>
          )}
        </Loaded>
      </Stack>
    </Paper>
  );
}

function Told({ subscription }: { readonly subscription: Schemas["EmailSubscription"] }) {
  const { subscriptionId, email, status, eventTypes } = subscription;
  const removing = useRemoveMail();
  return (
    <Group component="li" justify="space-between" gap="xs">
      <Group gap="xs">
        <Text size="sm" className="secret">
          {email}
        </Text>
        {status !== "ACTIVE" && (
          <Badge color={status === "PENDING" ? "orange.9" : "gray.7"} tt="none">
            {t(`forms.mail.${status}`)}
          </Badge>
        )}
      </Group>
      {eventTypes.length === 1 ? (
        <Button
          size="xs"
          variant="default"
          aria-label={t("forms.mail.remove", { email })}
          loading={removing.isPending}
          onClick={() => removing.mutate(subscriptionId, { onError: notifyFailed })}
        >
          {t("action.remove")}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {t("forms.mail.more")}
        </Text>
      )}
    </Group>
  );
}

function Add() {
  const [email, setEmail] = useState("");
  const adding = useAddMail(() => {
    notifyDone(t("forms.mail.added", { email }));
    setEmail("");
  });
  const isRefused = adding.error instanceof ApiError && adding.error.status === 400;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        adding.mutate(email);
      }}
    >
      <Stack gap="xs">
        <Group gap="xs" align="flex-end">
          <TextInput
            {...{ label: t("forms.mail.add"), type: "email", required: true, flex: "1 1 200px" }}
            error={isRefused && adding.error?.message}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={adding.isPending}>
            {t("forms.mail.add.do")}
          </Button>
        </Group>
        {adding.error && !isRefused && <Failure cause={adding.error} />}
      </Stack>
    </form>
  );
}
