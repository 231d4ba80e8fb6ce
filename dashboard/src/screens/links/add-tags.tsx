import { Button, Group, Modal, Stack, TagsInput, Text } from "@mantine/core";
import { useState } from "react";
import { t } from "#text/t.ts";

type Props = {
  readonly count: number;
  readonly onClose: () => void;
  readonly onTag: (tags: readonly string[]) => void;
};

/** Adds tags to the links that are chosen. */
export function AddTags({ count, onClose, onTag }: Props) {
  const [tags, setTags] = useState<string[]>([]);
  return (
    <Modal opened onClose={onClose} title={t("links.tag")}>
      <Stack>
        <Text size="sm">{t("links.tag.hint", { count })}</Text>
        <TagsInput label={t("links.tags")} data-autofocus value={tags} onChange={setTags} />
        <Group justify="flex-end">
          <Button
            disabled={tags.length === 0}
            onClick={() => {
              onTag(tags);
              onClose();
            }}
          >
            {t("links.tag.do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
