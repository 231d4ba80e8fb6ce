import { notifications } from "@mantine/notifications";
import { ApiError } from "#api/api-error.ts";
import { t } from "#text/t.ts";

/** Says that something was done. */
export const notifyDone = (message: string): void => {
  notifications.show({ message, color: "teal.9" });
};

/** Says that something was not done, and why, until it is closed. */
export const notifyFailed = (cause: unknown): void => {
  const known = cause instanceof ApiError ? cause : undefined;
  const id =
    known === undefined || known.requestId === "" ? "" : ` (${t("error.request")} ${known.requestId})`;
  notifications.show({
    title: t("error.title"),
    message: `${known?.message ?? t("error.unknown")}${id}`,
    color: "red",
    autoClose: false,
  });
};
