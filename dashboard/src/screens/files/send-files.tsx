import {
  Button,
  Group,
  List,
  Modal,
  SegmentedControl,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { instantOf, LAST_TIME } from "#parts/local-time.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatBytes } from "#text/format.ts";
import { t } from "#text/t.ts";
import type { FileSettings } from "./send-file.ts";
import { addUploads } from "./uploads.ts";

type Props = { readonly files: readonly File[]; readonly onClose: () => void };

const EMAILS_MAX = 200;
const BYTES_MAX = 250 * 1024 * 1024;
const SHOWN_MAX = 8;
const MODES = ["PUBLIC", "EMAIL_ALLOWLIST"] as const;
const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** Before anything is sent: who may have these files, and until when. */
export function SendFiles({ files, onClose }: Props) {
  const handle = useHandle();
  const [accessMode, setMode] = useState<(typeof MODES)[number]>("PUBLIC");
  const [emails, setEmails] = useState<string[]>([]);
  const [expiry, setExpiry] = useState("");
  const isInvited = accessMode === "EMAIL_ALLOWLIST";
  const fitting = files.filter(({ size }) => size <= BYTES_MAX);
  const wrong = emails.filter((email) => !isEmail(email));
  const expiresAt = instantOf(expiry);
  const isFor = !isInvited || (emails.length > 0 && wrong.length === 0);
  const isComplete = fitting.length > 0 && isFor && expiresAt !== undefined;
  const send = () => {
    const settings: FileSettings = {
      accessMode,
      ...(isInvited && { allowedEmails: emails }),
      ...(expiresAt && { expiresAt }),
    };
    addUploads(handle, fitting, settings);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t("files.send")} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) send();
        }}
      >
        <Stack>
          <Chosen files={files} />
          <SegmentedControl
            aria-label={t("files.access")}
            data={MODES.map((value) => ({ value, label: t(`files.access.${value}`) }))}
            value={accessMode}
            onChange={setMode}
          />
          {isInvited ? (
            <TagsInput
              label={t("files.emails")}
              description={t("files.emails.hint")}
              splitChars={[",", ";", " ", "\n"]}
              maxTags={EMAILS_MAX}
              acceptValueOnBlur
              value={emails}
              error={wrong.length > 0 && t("files.emails.wrong", { emails: wrong.join(", ") })}
              onChange={setEmails}
            />
          ) : (
            <Text size="sm" c="dimmed">
              {t("files.access.PUBLIC.hint")}
            </Text>
          )}
          <TextInput
            {...{ type: "datetime-local", max: LAST_TIME }}
            label={t("files.expires")}
            description={t("files.expires.hint")}
            error={expiresAt === undefined && t("problem.day")}
            value={expiry}
            onChange={(event) => setExpiry(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" disabled={!isComplete} data-autofocus>
              {t("files.send.do", { count: fitting.length })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Chosen({ files }: { readonly files: readonly File[] }) {
  return (
    <List size="sm" spacing={2}>
      {files.slice(0, SHOWN_MAX).map(({ name, size, lastModified }) => (
        <List.Item key={`${name} ${size} ${lastModified}`} className="secret">
          {name} · {formatBytes(size)}
          {size > BYTES_MAX && (
            <Text span size="sm" c="red.8">
              {" "}
              {t("files.too-large", { max: formatBytes(BYTES_MAX) })}
            </Text>
          )}
        </List.Item>
      ))}
      {files.length > SHOWN_MAX && (
        <List.Item>{t("files.and-more", { count: files.length - SHOWN_MAX })}</List.Item>
      )}
    </List>
  );
}
