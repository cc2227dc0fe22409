/** An emulator loses an answer now and then; waiting for ever would tell nobody. */
export const ANSWER_TIMEOUT_MS = 60_000;

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends exactly what is given: a body gets no content type by itself, and redirects are not followed. */
export async function send(
  url: string,
  { method = "GET", headers = {}, body }: HttpRequest,
  signal?: AbortSignal,
): Promise<Answer> {
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: "manual",
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Error(`${method} ${url} got no answer: ${cause}`, { cause });
  }
}
