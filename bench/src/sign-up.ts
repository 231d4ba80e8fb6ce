/** An owner with a handle, its session, and a token that may do everything a token may. */
export async function signUp(
  port: number,
  handle = "bench",
): Promise<{ handle: string; token: string; session: string }> {
  const call = async (path: string, body: unknown, jwt?: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(jwt !== undefined && { authorization: `Bearer ${jwt}` }),
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, string>;
  };
  const account = { email: `${handle}@example.com`, password: "a long bench password" };
  await call("/v2/auth/signup", account);
  const { accessToken = "" } = await call("/v2/auth/login", account);
  await call("/v2/handles", { handle }, accessToken);
  const { token = "" } = await call(
    `/v2/handles/${handle}/tokens`,
    { name: "bench", scopes: ["*"] },
    accessToken,
  );
  return { handle, token, session: accessToken };
}
