/** Whose players a page may hold. */
export const PLAYERS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"] as const;

const YOUTUBE = /^(?:www\.|m\.)?youtube(?:-nocookie)?\.com$/;
const YOUTUBE_ID = /^[A-Za-z0-9_-]{11}$/;
const VIMEO = /^(?:www\.|player\.)?vimeo\.com$/;

/** The address of a player that is on the list, made anew from the video's id alone; `null` for every other video. */
export function videoEmbed(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const parts = url.pathname.split("/").filter((part) => part !== "");
  const youtube =
    url.hostname === "youtu.be"
      ? parts[0]
      : YOUTUBE.test(url.hostname)
        ? (url.searchParams.get("v") ??
          (/^(?:embed|shorts|live)$/.test(parts[0] ?? "") ? parts[1] : undefined))
        : undefined;
  if (youtube !== undefined && YOUTUBE_ID.test(youtube)) return `${PLAYERS[0]}/embed/${youtube}`;
  const vimeo = VIMEO.test(url.hostname) ? parts.find((part) => /^\d{6,12}$/.test(part)) : undefined;
  return vimeo === undefined ? null : `${PLAYERS[1]}/video/${vimeo}?dnt=1`;
}
