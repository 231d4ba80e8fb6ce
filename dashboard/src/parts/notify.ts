import type { NotificationData } from "@mantine/notifications";
import { ApiError } from "#api/api-error.ts";
import { t } from "#text/t.ts";

/** Shows a notice; what shows them is loaded by then, or now. Answers how to take it away. */
export async function notify(notice: NotificationData): Promise<() => void> {
  const { notifications } = await import("@mantine/notifications");
  const id = notifications.show(notice);
  return () => notifications.hide(id);
}

/** Says that something was done. */
export const notifyDone = (message: string): void => {
  void notify({ message, color: "teal.9" });
};

/** Says that something was not done, and why, until it is closed. */
export const notifyFailed = (cause: unknown): void => {
  const known = cause instanceof ApiError ? cause : undefined;
  const id =
    known === undefined || known.requestId === "" ? "" : ` (${t("error.request")} ${known.requestId})`;
  void notify({
    title: t("error.title"),
    message: `${known?.message ?? t("error.unknown")}${id}`,
    color: "red",
    autoClose: false,
  });
};
