import { useMutation } from "@tanstack/react-query";
import { notifyFailed } from "#parts/notify.ts";

/** Goes where the API says, which is the payment provider's; it stays pending until the page has been left. */
export function useLeave(find: () => Promise<string>) {
  return useMutation({
    mutationFn: async () => {
      location.assign(await find());
    },
    onError: notifyFailed,
  });
}
